package io.fleetman.agent.attempt;

import java.util.Locale;

/** How a program ended, as the host noted it. */
public sealed interface Ending {
  /** By itself. */
  record Exited(int status) implements Ending {}

  /** A signal killed it, such as {@code KILL}. */
  record Killed(String signal) implements Ending {}

  /** The host ended it, because its time was up. */
  record OutOfTime() implements Ending {}

  /** The host ended it, because it used more memory than it may. */
  record OutOfMemory() implements Ending {}

  /**
   * Reads systemd's three words SERVICE_RESULT, EXIT_CODE and EXIT_STATUS; the keeper without
   * systemd writes the same.
   */
  static Ending parse(String text) {
    String[] words = text.strip().split("\\s+", 3);
    String result = words[0];
    String code = words.length > 1 ? words[1] : "";
    String status = words.length > 2 ? words[2] : "";
    return switch (result) {
      case "timeout" -> new OutOfTime();
      case "oom-kill" -> new OutOfMemory();
      default ->
          code.equals("exited") && status.matches("\\d{1,3}")
              ? new Exited(Integer.parseInt(status))
              : new Killed(status.isEmpty() ? result : signal(status));
    };
  }

  private static String signal(String status) {
    return switch (status) {
      case "9" -> "KILL";
      case "15" -> "TERM";
      default -> status.toUpperCase(Locale.ROOT);
    };
  }

  /** In words that continue "the step ...". */
  default String sentence() {
    return switch (this) {
      case Exited(int status) -> "ended with exit status " + status;
      case Killed(String signal) -> "was killed by signal " + signal;
      case OutOfTime() -> "was ended with its children, because its time was up";
      case OutOfMemory() -> "was ended with its children, because it used more memory than allowed";
    };
  }
}
