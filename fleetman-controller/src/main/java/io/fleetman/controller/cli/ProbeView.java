package io.fleetman.controller.cli;

import io.fleetman.controller.console.CommandException;
import io.fleetman.controller.console.ExitCode;
import io.fleetman.controller.console.LiveBlock;
import io.fleetman.controller.console.Paint.Style;
import io.fleetman.controller.console.Session;
import io.fleetman.controller.console.Table;
import io.fleetman.controller.console.Table.Cell;
import io.fleetman.controller.console.Terminal;
import io.fleetman.layout.Ids;
import io.fleetman.store.ObjectStore;
import io.fleetman.store.probe.Finding;
import io.fleetman.store.probe.Probe;
import io.fleetman.store.probe.ProbeReport;
import java.util.List;

/** Probes a store in full and shows what it keeps, as a table that a person understands. */
final class ProbeView {
  private ProbeView() {}

  /** Probes; the table is shown unless JSON is wanted. */
  static ProbeReport probe(Session session, ObjectStore store) {
    ProbeReport report;
    try (LiveBlock block = new LiveBlock(session.terminal())) {
      if (!session.json()) {
        block.show(List.of("probing the store, races included (about 1,400 small requests)"));
      }
      report = Probe.full(store, Ids.next(session.clock().instant()));
    }
    if (!session.json()) {
      show(session.terminal(), report);
    }
    return report;
  }

  /**
   * Refuses a store that is not safe.
   *
   * @param singleWriter whether the operator sees to it that one writes at a time
   */
  static void demand(ProbeReport report, boolean singleWriter, Terminal terminal) {
    if (!report.usable()) {
      throw new CommandException(
          ExitCode.STORE, report.missing() + ": Fleetman cannot work on it, choose another store");
    }
    if (!report.safeForManyWriters()) {
      if (!singleWriter) {
        throw new CommandException(
            ExitCode.STORE,
            report.missing()
                + ": two writers would overwrite each other; choose another store, or, if only one"
                + " ever writes at a time, say --single-writer");
      }
      terminal.say(
          terminal.sayPaint().warn("note:")
              + " this store is used by one writer at a time, as you said; two would overwrite each"
              + " other");
    }
  }

  private static void show(Terminal terminal, ProbeReport report) {
    Table table = new Table("THE STORE'S", "RESULT", "NEEDED FOR", "SEEN");
    for (Finding f : report.findings()) {
      boolean kept = f.outcome() == Finding.Outcome.OK;
      table.row(
          f.rule().title(),
          switch (f.outcome()) {
            case OK -> new Cell("ok", Style.GOOD);
            case FAILED -> new Cell("FAILED", Style.BAD);
            case SKIPPED -> new Cell("not tried", Style.DIM);
          },
          f.rule().neededFor(),
          kept ? "" : f.detail());
    }
    table.lines(terminal.paint()).forEach(terminal::print);
    String verdict =
        report.safeForManyWriters()
            ? terminal.paint().good("safe for any number of controllers and command lines")
            : report.usable()
                ? terminal.paint().warn("safe for one writer at a time only")
                : terminal.paint().bad("not usable");
    terminal.print(report.store() + ": " + verdict);
    terminal.print("");
  }
}
