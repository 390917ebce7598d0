package io.fleetman.agent.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A program to run. It sees {@code env} and a plain PATH, and nothing of the agent's environment.
 *
 * @param argv the program, a path or a bare name, and its arguments; no shell
 * @param env its environment, beside PATH and LANG which it may replace
 * @param cwd where it runs; null: {@code /}
 * @param user whom it runs as; null: as the agent
 * @param group its group; null: the user's own
 * @param timeout when it is killed with its children
 */
public record Command(
    List<String> argv,
    Map<String, String> env,
    @Nullable Path cwd,
    @Nullable String user,
    @Nullable String group,
    Duration timeout) {
  /** The argument list must not be empty. */
  public Command {
    argv = List.copyOf(argv);
    env = Map.copyOf(env);
    if (argv.isEmpty()) {
      throw new IllegalArgumentException("a command needs a program");
    }
  }

  /** A tool of the system, run by the agent for itself. */
  public static Command tool(Duration timeout, String... argv) {
    return new Command(List.of(argv), Map.of(), null, null, null, timeout);
  }

  /** The command as it is shown in logs. */
  public String shown() {
    return String.join(" ", argv);
  }
}
