package io.fleetman.controller.cli;

import io.fleetman.controller.console.Session;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/** Runs a command, then records what it changed, whatever came of it. */
final class Recorded implements IExecutionStrategy {
  private final Session session;
  private final RunLast runLast = new RunLast();

  Recorded(Session session) {
    this.session = session;
  }

  @Override
  public int execute(ParseResult parsed) {
    ParseResult last = parsed;
    while (last.hasSubcommand()) {
      last = last.subcommand();
    }
    String name = last.commandSpec().qualifiedName();
    session.begins(
        name.substring(name.indexOf(' ') + 1), last.matchedOptionValue("--reason", null));
    try {
      int code = runLast.execute(parsed);
      session.record(code == 0 ? null : "exit code " + code);
      return code;
    } catch (ExecutionException e) {
      session.record(e.getCause() instanceof Exception cause ? Failures.sentence(cause) : null);
      throw e;
    }
  }
}
