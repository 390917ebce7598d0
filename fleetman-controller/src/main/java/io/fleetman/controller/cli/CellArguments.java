package io.fleetman.controller.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Parameters;

/** Which cells a command is about. */
final class CellArguments extends CellFilter {
  @Parameters(
      arity = "0..*",
      paramLabel = "CELL",
      description = "NODE/CELL, or CELL on all its nodes.")
  private List<String> names = new ArrayList<>();

  @Override
  List<String> names() {
    return names;
  }
}
