package io.fleetman.controller.console;

/** Ends a command with a sentence for the user and an exit code. */
public final class CommandException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final ExitCode code;

  /** With one sentence that names the fix. */
  public CommandException(ExitCode code, String message) {
    super(message);
    this.code = code;
  }

  /** What the program exits with. */
  public ExitCode code() {
    return code;
  }
}
