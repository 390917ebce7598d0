package io.fleetman.agent.runtime;

import java.nio.file.Path;

/**
 * Which systemd runs the cells.
 *
 * @param scope the machine's own, or that of the user whom the agent runs as
 * @param unitFolder where unit files go: {@code /etc/systemd/system}, or {@code
 *     ~/.config/systemd/user}
 * @param systemctl the program, a path or a bare name
 */
public record SystemdSettings(Scope scope, Path unitFolder, String systemctl) {
  /** Whose systemd it is. */
  public enum Scope {
    /** The machine's; the agent is root. */
    SYSTEM,
    /** The agent's user's ({@code systemctl --user}). */
    USER
  }

  /** The machine's systemd where every distribution has it. */
  public static SystemdSettings system() {
    return new SystemdSettings(Scope.SYSTEM, Path.of("/etc/systemd/system"), "systemctl");
  }

  /** The systemd of a user with this home folder. */
  public static SystemdSettings user(Path home) {
    return new SystemdSettings(Scope.USER, home.resolve(".config/systemd/user"), "systemctl");
  }
}
