package io.fleetman.controller.cli;

import io.fleetman.controller.console.CommandException;
import io.fleetman.controller.console.ExitCode;
import io.fleetman.controller.console.Terminal;

/** A new password from the terminal, or from standard input; never from an argument. */
final class NewPassword {
  private NewPassword() {}

  /**
   * Asks twice where somebody is there to answer; else reads one line.
   *
   * @throws CommandException if the two are not the same
   */
  static String ask(Terminal terminal) {
    String password = terminal.askSecret("Password");
    if (terminal.asks() && !terminal.askSecret("The same again").equals(password)) {
      throw new CommandException(
          ExitCode.USAGE, "the two are not the same: nothing was changed, try again");
    }
    return password;
  }
}
