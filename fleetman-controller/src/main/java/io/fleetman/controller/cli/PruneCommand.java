package io.fleetman.controller.cli;

import io.fleetman.controller.console.Human;
import io.fleetman.controller.console.Session;
import io.fleetman.controller.publish.Pruner;
import io.fleetman.controller.publish.Pruner.Pruning;
import io.fleetman.controller.support.OpenFleet;
import io.fleetman.controller.support.Refusal;
import io.fleetman.document.Retention;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "prune",
    description = "Deletes old versions and histories of all cells from the bucket.",
    footer = {
      "",
      "Kept besides: what a cell is told to be, what its node has, and what a rollback would go"
          + " to.",
      "Without options it does what --remember wrote into the fleet's document.",
      "",
      "Example:",
      "  fleetman prune --keep-versions 10 --keep-histories 200 --remember",
      "  fleetman prune --yes"
    })
final class PruneCommand implements Callable<Integer> {
  private final Session session;

  @Option(
      names = "--keep-versions",
      paramLabel = "N",
      description = "The newest so many of each cell (default: as remembered, else all).")
  private @Nullable Integer versions;

  @Option(
      names = "--keep-histories",
      paramLabel = "N",
      description = "The newest so many of each cell (default: as remembered, else all).")
  private @Nullable Integer histories;

  @Option(names = "--remember", description = "Keep these numbers in the fleet's document.")
  private boolean remember;

  @Option(names = "--dry-run", description = "Say what would go, and write nothing.")
  private boolean dryRun;

  @Mixin private final YesOption yes = new YesOption();

  PruneCommand(Session session) {
    this.session = session;
  }

  /**
   * The JSON document.
   *
   * @param policy what was kept
   * @param cells what went of each cell, or would
   * @param done what was done, a sentence each; empty with {@code --dry-run}
   */
  record Document(boolean dryRun, Retention policy, List<Pruning> cells, List<String> done) {}

  @Override
  public Integer call() {
    OpenFleet fleet = session.fleet();
    Pruner pruner = new Pruner(fleet);
    Retention remembered = pruner.policy();
    Retention policy =
        new Retention(
            versions == null ? remembered.versions() : versions,
            histories == null ? remembered.histories() : histories);
    if (policy.equals(Retention.ALL)) {
      throw new Refusal.Invalid(
          "nothing says how much to keep: add --keep-versions or --keep-histories");
    }
    List<Pruning> plan = pruner.plan(policy);
    if (!session.json()) {
      show(plan);
    }
    List<String> done = List.of();
    if (!dryRun) {
      if (!plan.isEmpty()) {
        session.agree("Delete these for good?", yes.given());
      }
      session.fleetToWrite();
      if (remember && !policy.equals(remembered)) {
        pruner.remember(policy);
      }
      done = pruner.prune(plan);
    }
    if (session.json()) {
      session.printJson(new Document(dryRun, policy, plan, done));
    } else {
      done.forEach(session.terminal()::print);
    }
    return 0;
  }

  private void show(List<Pruning> plan) {
    for (Pruning p : plan) {
      session
          .terminal()
          .print(
              p.cell()
                  + ": "
                  + Human.count(p.versions().size(), "version")
                  + (p.versions().isEmpty() ? "" : " " + p.versions())
                  + ", "
                  + p.histories().size()
                  + " histories");
    }
    if (plan.isEmpty()) {
      session.terminal().print("nothing is old enough to go");
    }
  }
}
