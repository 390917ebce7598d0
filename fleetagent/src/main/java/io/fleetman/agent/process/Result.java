package io.fleetman.agent.process;

import java.time.Duration;
import java.util.List;

/**
 * What came of a command.
 *
 * @param exit its exit status; {@value #TIMED_OUT} if its time was up, {@value #NOT_STARTED} if it
 *     could not be started
 * @param output both streams, in order, without the last newline; of a long output the end
 * @param took how long it ran
 */
public record Result(int exit, String output, Duration took) {
  /** The exit status of a command that was killed because its time was up. */
  public static final int TIMED_OUT = 124;

  /** The exit status of a command that could not be started. */
  public static final int NOT_STARTED = 127;

  /** Whether it ended by itself, with status 0. */
  public boolean ok() {
    return exit == 0;
  }

  /** Its lines that are not blank. */
  public List<String> lines() {
    return output.lines().filter(l -> !l.isBlank()).toList();
  }

  /** Why it did not succeed, in words that continue "the hook ...". */
  public String problem() {
    String said = lines().isEmpty() ? "" : ": " + lines().getLast().strip();
    return switch (exit) {
      case TIMED_OUT ->
          String.format(
              java.util.Locale.ROOT,
              "was killed with its children after %.1f s%s",
              took.toMillis() / 1000.0,
              said);
      case NOT_STARTED -> "could not be started" + said;
      default -> "ended with exit status " + exit + said;
    };
  }
}
