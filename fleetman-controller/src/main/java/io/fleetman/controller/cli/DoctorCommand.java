package io.fleetman.controller.cli;

import io.fleetman.controller.console.ExitCode;
import io.fleetman.controller.console.Human;
import io.fleetman.controller.console.Paint;
import io.fleetman.controller.console.Paint.Style;
import io.fleetman.controller.console.Session;
import io.fleetman.controller.console.Terminal;
import io.fleetman.controller.doctor.Doctor;
import io.fleetman.controller.doctor.Finding;
import io.fleetman.controller.doctor.Finding.Severity;
import io.fleetman.controller.publish.Pruner;
import io.fleetman.controller.publish.Pruner.Pruning;
import io.fleetman.layout.Keys;
import io.fleetman.store.probe.ProbeReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "doctor",
    description = {
      "Probes the store, and looks for what half-done work left in the bucket, and for what the",
      "fleet's policy (see prune) does not keep."
    },
    footer = {
      "",
      "Its exit code is 1 if the store is not safe or something does not work.",
      "",
      "Example:",
      "  fleetman doctor",
      "  fleetman doctor --repair"
    })
final class DoctorCommand implements Callable<Integer> {
  private final Session session;

  @Option(names = "--repair", description = "Clean up what is repairable, after asking.")
  private boolean repair;

  @Option(names = "--dry-run", description = "With --repair: say what would be cleaned up.")
  private boolean dryRun;

  @Option(
      names = "--older-than",
      paramLabel = "TIME",
      defaultValue = "10m",
      converter = WaitOptions.TimeConverter.class,
      description = {
        "What was left behind so long ago counts as such (default: ${DEFAULT-VALUE}). Less breaks",
        "nothing, but a publish or upload that is going on may be told to begin again."
      })
  private Duration olderThan = Doctor.QUIET;

  @Mixin private final YesOption yes = new YesOption();

  DoctorCommand(Session session) {
    this.session = session;
  }

  /**
   * The JSON document.
   *
   * @param ok whether the exit code is 0
   * @param probe rule to outcome
   * @param missing what the store lacks, one sentence; empty if nothing
   * @param findings what is wrong in the bucket, after a repair if there was one
   * @param repaired what was done, a sentence each
   */
  record Document(
      boolean ok,
      Map<String, String> probe,
      String missing,
      List<Finding> findings,
      List<String> repaired) {}

  @Override
  public Integer call() {
    Terminal terminal = session.terminal();
    ProbeReport probe = ProbeView.probe(session, session.store());
    boolean safe = probe.safeForManyWriters();
    boolean works = safe || (probe.usable() && session.connection().singleWriter());
    Doctor doctor = new Doctor(session.fleet(), olderThan);
    Pruner pruner = new Pruner(session.fleet());
    List<Pruning> old = pruner.plan(pruner.policy());
    List<Finding> findings = all(doctor.examine(), old);
    if (!session.json()) {
      show(findings);
    }
    List<String> repaired = List.of();
    if (repair && !dryRun && findings.stream().anyMatch(Finding::repairable)) {
      long n = findings.stream().filter(Finding::repairable).count();
      session.agree("Clean up " + Human.count(n, "finding") + "?", yes.given());
      session.fleetToWrite();
      repaired = new ArrayList<>(doctor.repair());
      repaired.addAll(new Pruner(session.fleet()).prune(old));
      findings = all(doctor.examine(), pruner.plan(pruner.policy()));
      if (!session.json()) {
        repaired.forEach(line -> terminal.print(terminal.paint().good("done: ") + line));
      }
    }
    boolean ok = works && findings.stream().noneMatch(f -> f.severity() == Severity.ERROR);
    if (session.json()) {
      session.printJson(new Document(ok, probe.outcomes(), probe.missing(), findings, repaired));
    }
    return ok ? 0 : ExitCode.FAILED.code();
  }

  /**
   * What the fleet's own policy has no room for costs space only, but for as long as it is there.
   */
  private static List<Finding> all(List<Finding> found, List<Pruning> old) {
    List<Finding> findings = new ArrayList<>(found);
    for (Pruning p : old) {
      findings.add(
          new Finding(
              Severity.GARBAGE,
              Keys.cell(p.cell()),
              "cell "
                  + p.cell()
                  + " has "
                  + Human.count(p.versions().size(), "version")
                  + " and "
                  + p.histories().size()
                  + " histories more than the fleet is to keep",
              "delete them: fleetman prune",
              true));
    }
    return findings;
  }

  private void show(List<Finding> findings) {
    Terminal terminal = session.terminal();
    Paint paint = terminal.paint();
    for (Finding f : findings) {
      Style style =
          switch (f.severity()) {
            case ERROR -> Style.BAD;
            case WARNING -> Style.WARN;
            case GARBAGE -> Style.DIM;
          };
      terminal.print(
          paint.as(style, f.severity().name().toLowerCase(Locale.ROOT))
              + " "
              + paint.bold(f.where())
              + ": "
              + f.what());
      terminal.print("  " + f.fix() + (f.repairable() ? paint.dim(" (--repair does it)") : ""));
    }
    if (findings.isEmpty()) {
      terminal.print(paint.good("nothing wrong in the bucket"));
    }
  }
}
