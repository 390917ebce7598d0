package io.fleetman.controller.cli;

import io.fleetman.controller.support.Refusal;
import picocli.CommandLine.Option;

/** How long a list may be. */
final class LimitOption {
  @Option(
      names = {"-n", "--limit"},
      paramLabel = "N",
      defaultValue = "20",
      description = "At most so many (default: ${DEFAULT-VALUE}).")
  private int limit;

  /**
   * At least 1.
   *
   * @throws Refusal.Invalid if less was asked for
   */
  int most() {
    if (limit < 1) {
      throw new Refusal.Invalid("--limit must be at least 1");
    }
    return limit;
  }
}
