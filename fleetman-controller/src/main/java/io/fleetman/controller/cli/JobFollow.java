package io.fleetman.controller.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a job is followed. */
final class JobFollow {
  @Option(
      names = "--group",
      order = 20,
      description = "Show the output at the end, nodes that said the same together.")
  private boolean group;

  @Option(
      names = "--wait",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      order = 21,
      description = "Follow it to its end (default), or not.")
  private boolean wait = true;

  @Option(
      names = "--key",
      paramLabel = "KEY",
      order = 22,
      description =
          "Idempotency key: the same command again makes no second job, and finishes the first.")
  private @Nullable String key;

  /** Whether equal outputs are gathered. */
  boolean group() {
    return group;
  }

  /** Whether to follow. */
  boolean waits() {
    return wait;
  }

  /** The key; null if not said. */
  @Nullable String key() {
    return key;
  }
}
