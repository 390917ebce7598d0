package io.fleetman.controller.demo;

import io.fleetman.controller.console.CommandException;
import io.fleetman.controller.console.ExitCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The systemd that the demo's node runs its service with, as far as the demo itself needs it. */
final class Systemd {
  private static final Logger log = LoggerFactory.getLogger(Systemd.class);
  private static final long LIMIT_SECONDS = 20;

  /** What {@code --systemd} takes. */
  enum Choice {
    /** The user's, where it answers; else none. */
    auto,
    /** The user's. */
    user,
    /** The machine's. */
    system,
    /** None: files only. */
    none
  }

  private final Map<String, String> environment;

  Systemd(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  /**
   * What the node can run.
   *
   * @throws CommandException if the systemd that was asked for does not answer
   */
  Mode mode(Choice choice) {
    boolean answers =
        switch (choice) {
          case none -> false;
          case auto, user -> answers("--user");
          case system -> root() && answers("--system");
        };
    if (!answers && choice == Choice.user) {
      throw new CommandException(
          ExitCode.USAGE,
          "--systemd=user: 'systemctl --user' does not answer here: log in by ssh or a desktop (not"
              + " by su), or leave --systemd away");
    }
    if (!answers && choice == Choice.system) {
      throw new CommandException(
          ExitCode.USAGE,
          root()
              ? "--systemd=system: this machine does not run systemd: leave --systemd away"
              : "--systemd=system needs root: use sudo, or leave --systemd away");
    }
    if (!answers) {
      return choice == Choice.none ? Mode.FILES_ASKED_FOR : Mode.FILES_ONLY;
    }
    return choice == Choice.system ? Mode.SYSTEM_UNIT : Mode.USER_UNIT;
  }

  /**
   * Takes away the units that name a folder: what a demo left that was killed.
   *
   * @return their names
   */
  List<String> takeAway(Path folder) {
    List<String> taken = new ArrayList<>();
    taken.addAll(takeAway(folder, "--user", userUnits()));
    if (root()) {
      taken.addAll(takeAway(folder, "--system", Path.of("/etc/systemd/system")));
    }
    return taken;
  }

  private List<String> takeAway(Path folder, String scope, Path units) {
    List<Path> left = unitsNaming(folder, units);
    for (Path unit : left) {
      String name = unit.getFileName().toString();
      if (!run(List.of("systemctl", scope, "disable", "--now", name))) {
        log.warn("systemctl {} disable --now {} failed", scope, name);
      }
      try {
        Files.deleteIfExists(unit);
      } catch (IOException e) {
        throw new UncheckedIOException(unit + " cannot be taken away", e);
      }
    }
    if (!left.isEmpty() && !run(List.of("systemctl", scope, "daemon-reload"))) {
      log.warn("systemctl {} daemon-reload failed", scope);
    }
    return left.stream().map(unit -> unit.getFileName().toString()).toList();
  }

  private static List<Path> unitsNaming(Path folder, Path units) {
    if (!Files.isDirectory(units)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(units)) {
      List<Path> found = new ArrayList<>();
      for (Path unit :
          files.filter(f -> f.getFileName().toString().matches("fleetman-.*\\.service")).toList()) {
        if (Files.isRegularFile(unit) && Files.readString(unit).contains(folder + "/")) {
          found.add(unit);
        }
      }
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException(units + " cannot be read", e);
    }
  }

  private Path userUnits() {
    return Path.of(environment.getOrDefault("HOME", "/root")).resolve(".config/systemd/user");
  }

  private static boolean answers(String scope) {
    return run(List.of("systemctl", scope, "show", "--property=Version"));
  }

  private static boolean root() {
    return "root".equals(System.getProperty("user.name"));
  }

  private static boolean run(List<String> command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      process.getOutputStream().close();
      if (process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        return process.exitValue() == 0;
      }
      process.destroyForcibly();
      return false;
    } catch (IOException e) {
      log.debug("{} cannot be run", command, e);
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
