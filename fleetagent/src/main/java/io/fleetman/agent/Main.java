package io.fleetman.agent;

import io.fleetman.codec.DocumentException;
import io.fleetman.store.StoreException;
import picocli.CommandLine;

/** {@code fleetagent}. */
public final class Main {
  private Main() {}

  /** Runs a command and ends with its exit code. */
  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  static int run(String... arguments) {
    return new CommandLine(new AgentCommand())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(Main::explain)
        .execute(arguments);
  }

  // What a user can change is said in a sentence; what nobody expected keeps its stack trace.
  private static int explain(Exception e, CommandLine command, CommandLine.ParseResult parsed)
      throws Exception {
    return switch (e) {
      case DocumentException said -> {
        command.getErr().println("fleetagent: " + said.getMessage());
        yield AgentCommand.EXIT_USAGE;
      }
      case AgentException said -> {
        command.getErr().println("fleetagent: " + said.getMessage());
        yield AgentCommand.EXIT_FAILED;
      }
      case StoreException said -> {
        command.getErr().println("fleetagent: " + said.getMessage());
        yield AgentCommand.EXIT_FAILED;
      }
      default -> throw e;
    };
  }
}
