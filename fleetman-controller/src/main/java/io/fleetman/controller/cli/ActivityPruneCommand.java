package io.fleetman.controller.cli;

import io.fleetman.controller.activity.Activity;
import io.fleetman.controller.console.Human;
import io.fleetman.controller.console.Session;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "prune",
    description = "Deletes old records of changes; what was changed stays as it is.",
    footer = {"", "Example:", "  fleetman activity prune --older-than 365d --yes"})
final class ActivityPruneCommand implements Callable<Integer> {
  private final Session session;

  @Option(
      names = "--older-than",
      required = true,
      paramLabel = "TIME",
      converter = WaitOptions.TimeConverter.class,
      description = "Such as 365d, by the store's clock.")
  private Duration age = Duration.ZERO;

  @Option(names = "--dry-run", description = "Say how much would go, and write nothing.")
  private boolean dryRun;

  @Mixin private final YesOption yes = new YesOption();

  ActivityPruneCommand(Session session) {
    this.session = session;
  }

  /**
   * The JSON document.
   *
   * @param deleted how many were, or would be
   */
  record Document(int deleted, boolean dryRun) {}

  @Override
  public Integer call() {
    int deleted;
    if (dryRun) {
      deleted = new Activity(session.fleet()).older(age);
    } else {
      session.agree(
          "Delete what is recorded of changes older than " + Human.span(age) + "?", yes.given());
      deleted = new Activity(session.fleetToWrite()).prune(age);
    }
    if (session.json()) {
      session.printJson(new Document(deleted, dryRun));
    } else {
      session
          .terminal()
          .print(Human.count(deleted, "record") + (dryRun ? " would be deleted" : " deleted"));
    }
    return 0;
  }
}
