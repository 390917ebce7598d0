package io.fleetman.agent.runtime;

import io.fleetman.agent.install.Accounts;
import io.fleetman.agent.process.Command;
import io.fleetman.agent.process.Result;
import io.fleetman.agent.process.Runner;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The programs by which systemd is spoken to, the machine's or the user's own.
 *
 * @param settings which systemd
 * @param runner runs them
 * @param self whom the agent runs as
 */
public record SystemdTools(SystemdSettings settings, Runner runner, Accounts.Self self) {

  /**
   * Runs one of them.
   *
   * @param program {@code systemctl} or {@code systemd-run}
   */
  public Result run(String program, Duration limit, List<String> arguments)
      throws InterruptedException {
    List<String> argv = new ArrayList<>();
    argv.add(path(program));
    if (settings.scope() == SystemdSettings.Scope.USER) {
      argv.add("--user");
    }
    argv.add("--no-ask-password");
    argv.addAll(arguments);
    return runner.run(command(argv, limit));
  }

  /** All of them are where the configured systemctl is. */
  String path(String program) {
    return Path.of(settings.systemctl()).resolveSibling(program).toString();
  }

  /** A command that can find the systemd that is meant. */
  Command command(List<String> argv, Duration limit) {
    Map<String, String> env =
        settings.scope() == SystemdSettings.Scope.USER
            ? Map.of(
                "XDG_RUNTIME_DIR",
                "/run/user/" + self.uid(),
                "DBUS_SESSION_BUS_ADDRESS",
                "unix:path=/run/user/" + self.uid() + "/bus",
                "HOME",
                System.getProperty("user.home", "/"),
                "SYSTEMD_COLORS",
                "0")
            : Map.of("SYSTEMD_COLORS", "0");
    return new Command(argv, env, null, null, null, limit);
  }

  /** The version of the systemd that answers; null if none does. */
  public @org.jspecify.annotations.Nullable String version() throws InterruptedException {
    Result result =
        run("systemctl", Duration.ofSeconds(10), List.of("show", "--property=Version", "--value"));
    return result.ok() && !result.output().isBlank() ? result.output().strip() : null;
  }
}
