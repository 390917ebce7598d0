package io.fleetman.controller.cli;

import io.fleetman.controller.console.ExitCode;
import io.fleetman.controller.console.Human;
import io.fleetman.controller.console.Paint;
import io.fleetman.controller.console.Paint.Style;
import io.fleetman.controller.console.Session;
import io.fleetman.controller.console.Table;
import io.fleetman.controller.console.Table.Cell;
import io.fleetman.controller.console.Terminal;
import io.fleetman.controller.fleet.Follower;
import io.fleetman.controller.fleet.Follower.Followed;
import io.fleetman.controller.publish.Outcome;
import io.fleetman.controller.support.OpenFleet;
import io.fleetman.layout.CellRef;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The second half of every command to cells: follow the nodes, show what came of it. */
final class CommandRun {
  private static final List<ExitCode> WORST_FIRST =
      List.of(ExitCode.FAILED, ExitCode.STORE, ExitCode.CONFLICT, ExitCode.TIMEOUT, ExitCode.OK);

  private final Session session;
  private final OpenFleet fleet;

  CommandRun(Session session, OpenFleet fleet) {
    this.session = session;
    this.fleet = fleet;
  }

  /**
   * The JSON document.
   *
   * @param command what was run
   * @param ok whether the exit code is 0
   * @param cells each cell's part
   */
  record Document(String command, boolean ok, List<CellResult> cells) {}

  /** Says what a command would do. */
  int planned(String command, List<CellRef> cells) {
    return show(
        command,
        cells.stream()
            .map(
                c ->
                    new CellResult(
                        c.toString(),
                        CellResult.Word.PLANNED,
                        null,
                        null,
                        null,
                        "would be told to " + command,
                        null,
                        List.of()))
            .toList());
  }

  /** Follows what was written, if that is wanted, and shows what came of it. */
  int finish(String command, List<Outcome> outcomes, WaitOptions wait) {
    return show(command, results(outcomes, wait));
  }

  /** Follows what was written, if that is wanted. */
  List<CellResult> results(List<Outcome> outcomes, WaitOptions wait) {
    Map<String, CellResult> results = new LinkedHashMap<>();
    List<Followed> follow = new ArrayList<>();
    for (Outcome outcome : outcomes) {
      results.put(outcome.cell().toString(), CellResult.of(outcome));
      switch (outcome) {
        case Outcome.Sent s -> follow.add(new Followed(s.cell(), s.triggerId(), s.sequence()));
        case Outcome.NothingToDo n ->
            follow.add(new Followed(n.cell(), n.triggerId(), n.sequence()));
        case Outcome.There _, Outcome.Failed _ -> {}
      }
    }
    session.record(null);
    if (wait.waits() && !follow.isEmpty()) {
      session.onInterrupt(
          "the wish stands, and the nodes still follow it; 'fleetman status' shows what comes of"
              + " it");
      try (FollowView view = new FollowView(session, follow)) {
        Follower follower = new Follower(fleet, view::sleep);
        for (Follower.Result result : follower.follow(follow, wait.timeout(), view)) {
          results.computeIfPresent(result.cell().toString(), (_, r) -> r.then(result));
        }
      } finally {
        session.onInterrupt(null);
      }
    }
    return List.copyOf(results.values());
  }

  /** Shows each cell's part. */
  int show(String command, List<CellResult> results) {
    ExitCode code = code(results);
    if (session.json()) {
      session.printJson(new Document(command, code == ExitCode.OK, results));
    } else {
      text(results);
    }
    return code.code();
  }

  /** The worst of them. */
  static ExitCode code(List<CellResult> results) {
    return results.stream()
        .map(r -> r.outcome().code())
        .min(Comparator.comparingInt(WORST_FIRST::indexOf))
        .orElse(ExitCode.OK);
  }

  private void text(List<CellResult> results) {
    Terminal terminal = session.terminal();
    Paint paint = terminal.paint();
    Table table = new Table("CELL", "OUTCOME", "STATE", "VERSION", "");
    for (CellResult r : results) {
      boolean other = r.running() != null && !r.running().equals(r.version());
      table.row(
          r.cell(),
          new Cell(r.outcome().word(), style(r.outcome())),
          r.state() == null ? "" : new Cell(r.state().name(), States.style(r.state())),
          r.version() == null ? "" : r.version(),
          other ? "runs " + r.running() : "");
    }
    table.lines(paint).forEach(terminal::print);
    for (CellResult r : results) {
      if (r.message() != null || r.outcome().code() == ExitCode.FAILED) {
        Blocks.reason(terminal, r.cell(), r.message(), r.logTail());
      }
    }
    long well = results.stream().filter(r -> r.outcome().code() == ExitCode.OK).count();
    if (well < results.size()) {
      terminal.say(
          terminal
              .sayPaint()
              .bad(
                  results.size()
                      - well
                      + " of "
                      + Human.count(results.size(), "cell")
                      + " not as asked for"));
    }
  }

  private static Style style(CellResult.Word word) {
    return switch (word.code()) {
      case OK -> word == CellResult.Word.SUCCEEDED ? Style.GOOD : Style.DIM;
      case TIMEOUT -> Style.WARN;
      default -> Style.BAD;
    };
  }
}
