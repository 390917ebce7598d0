package io.fleetman.controller.cli;

import picocli.CommandLine.Option;

/** What commands take that ask before they do something. */
final class YesOption {
  @Option(
      names = {"-y", "--yes"},
      order = 80,
      description = "Do not ask.")
  private boolean yes;

  /** Whether the answer was given already. */
  boolean given() {
    return yes;
  }
}
