package io.fleetman.controller.cli;

import io.fleetman.controller.console.ExitCode;
import io.fleetman.controller.console.Session;
import io.fleetman.controller.console.Table;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;

@Command(
    name = "exit-codes",
    description = "What the exit codes mean; also 'fleetman help exit-codes'.",
    footer = {"", "Example:", "  fleetman exit-codes"})
final class ExitCodesTopic implements Runnable {
  private final Session session;

  ExitCodesTopic(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    if (session.json()) {
      Map<String, String> codes = new LinkedHashMap<>();
      for (ExitCode code : ExitCode.values()) {
        codes.put(Integer.toString(code.code()), code.meaning());
      }
      session.printJson(codes);
      return;
    }
    Table table = new Table("CODE", "MEANING");
    for (ExitCode code : ExitCode.values()) {
      table.row(code.code(), code.meaning());
    }
    table.lines(session.terminal().paint()).forEach(session.terminal()::print);
  }
}
