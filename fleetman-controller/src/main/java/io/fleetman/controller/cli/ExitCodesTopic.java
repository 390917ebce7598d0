package io.fleetman.controller.cli;

import io.fleetman.controller.console.ExitCode;
import io.fleetman.controller.console.Session;
import io.fleetman.controller.console.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.UsageMessageSpec;

@Command(
    name = "exit-codes",
    description = "What the exit codes mean.",
    footer = {"", "Example:", "  fleetman exit-codes -o json"})
final class ExitCodesTopic implements Runnable {
  private final Session session;

  ExitCodesTopic(Session session) {
    this.session = session;
  }

  /** The command, whose help is the topic: {@code fleetman help exit-codes}. */
  static CommandLine command(Session session) {
    CommandLine command = new CommandLine(new ExitCodesTopic(session));
    UsageMessageSpec usage = command.getCommandSpec().usageMessage();
    List<String> footer = new ArrayList<>(List.of(""));
    table().lines(session.terminal().paint()).forEach(footer::add);
    footer.addAll(List.of(usage.footer()));
    usage.footer(footer.toArray(String[]::new));
    return command;
  }

  @Override
  public void run() {
    if (session.json()) {
      Map<String, String> codes = new TreeMap<>();
      for (ExitCode code : ExitCode.values()) {
        codes.put(Integer.toString(code.code()), code.meaning());
      }
      session.printJson(codes);
      return;
    }
    table().lines(session.terminal().paint()).forEach(session.terminal()::print);
  }

  private static Table table() {
    Table table = new Table("CODE", "MEANING");
    for (ExitCode code : ExitCode.values()) {
      table.row(code.code(), code.meaning());
    }
    return table;
  }
}
