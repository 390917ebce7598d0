package io.fleetman.controller.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What every command takes that writes to the bucket. */
final class WriteOptions {
  @Option(
      names = "--dry-run",
      order = 90,
      description = "Say what would be done, and write nothing.")
  private boolean dryRun;

  @Option(
      names = {"-m", "--reason"},
      paramLabel = "TEXT",
      order = 91,
      description = "Why; kept with the command and shown in the history.")
  private @Nullable String reason;

  /** Whether to write nothing. */
  boolean dryRun() {
    return dryRun;
  }

  /** Why; null if not said. */
  @Nullable String reason() {
    return reason;
  }
}
