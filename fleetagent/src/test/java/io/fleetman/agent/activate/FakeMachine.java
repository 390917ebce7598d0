package io.fleetman.agent.activate;

import io.fleetman.agent.process.Command;
import io.fleetman.agent.process.Result;
import io.fleetman.agent.process.Runner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A machine with one service that outlives every agent: as much of systemd and of supervisord as
 * the agent uses. What runs has read the files of {@code current} when it was started, as a real
 * service does.
 */
final class FakeMachine implements Runner {
  private static final String SERVICE = "fleetman-web";

  private final Path unitFile;
  private final Path current;
  private @Nullable String loaded;
  private boolean enabled;
  private @Nullable String running;
  private @Nullable String stopping;
  private int pid = 100;

  /** What hooks ran, in order. */
  final List<String> hooks = new ArrayList<>();

  /** How a stop fails; it does not if null. */
  @Nullable Stop stop;

  /** What a stop may come to. */
  enum Stop {
    /** The service manager refuses, and the service runs on. */
    REFUSED,
    /** The service does not end; it is neither up nor down until it is started again. */
    HANGS
  }

  FakeMachine(Path unitFile, Path current) {
    this.unitFile = unitFile;
    this.current = current;
  }

  /** What the running service read when it was started: its versions; null if nothing runs. */
  @Nullable String running() {
    return running;
  }

  /** Whether the service manager has the unit in mind. */
  boolean known() {
    return loaded != null;
  }

  boolean enabled() {
    return enabled;
  }

  @Override
  public synchronized Result run(Command command) {
    List<String> argv = command.argv();
    String program = argv.getFirst();
    List<String> words = argv.stream().skip(1).filter(a -> !a.startsWith("--no-ask")).toList();
    return switch (program) {
      case "systemctl" -> systemctl(words);
      case "supervisorctl" -> supervisorctl(words);
      case "/bin/sh" -> shell(argv.get(2), command.cwd());
      case "journalctl", "systemd-analyze", "sync" -> ok("");
      default -> new Result(Result.NOT_STARTED, "no " + program, Duration.ZERO);
    };
  }

  private Result systemctl(List<String> words) {
    return switch (words.getFirst()) {
      case "show" ->
          ok(
              words.get(1).startsWith("--")
                  ? "252"
                  : words.contains("--value") ? loaded == null ? "not-found" : "loaded" : show());
      case "daemon-reload" -> {
        loaded = file();
        yield ok("");
      }
      case "enable" -> {
        enabled = file() != null;
        yield enabled ? ok("") : failed("Unit file " + SERVICE + ".service does not exist.");
      }
      case "disable" -> {
        enabled = false;
        yield ok("");
      }
      case "start" -> start();
      case "stop" -> stop();
      case "reset-failed" -> ok("");
      default -> throw new AssertionError("systemctl " + words);
    };
  }

  private String show() {
    return "LoadState="
        + (loaded == null ? "not-found" : "loaded")
        + "\nActiveState="
        + (running != null ? "active" : stopping != null ? "deactivating" : "inactive")
        + "\nMainPID="
        + (running != null || stopping != null ? pid : 0)
        + "\nNRestarts=0\nUnitFileState="
        + (enabled ? "enabled" : "disabled");
  }

  // "update" starts what is new or changed and has autostart, and drops what is gone.
  private Result supervisorctl(List<String> words) {
    return switch (words.getFirst()) {
      case "version" -> ok("4.2.5");
      case "reread", "tail" -> ok("");
      case "status" ->
          loaded == null
              ? failed(SERVICE + ": ERROR (no such process)")
              : ok(SERVICE + "  " + (running != null ? "RUNNING pid " + pid : "STOPPED"));
      case "update" -> {
        String text = file();
        if (text == null || !text.equals(loaded)) {
          running = null;
          loaded = text;
          enabled = text != null && text.contains("\nautostart=true");
          yield enabled ? start() : ok("");
        }
        yield ok("");
      }
      case "start" -> running != null ? failed("ERROR (already started)") : start();
      case "stop" -> stop();
      default -> throw new AssertionError("supervisorctl " + words);
    };
  }

  private Result start() {
    if (loaded == null) {
      return failed("Unit " + SERVICE + " not found.");
    }
    stopping = null;
    if (running == null) {
      pid++;
      running = versions(current);
    }
    return ok("");
  }

  private Result stop() {
    if (running != null && stop == Stop.REFUSED) {
      return failed("Operation refused");
    }
    if (running != null && stop == Stop.HANGS) {
      stopping = running;
      running = null;
      return new Result(Result.TIMED_OUT, "", Duration.ofMinutes(15));
    }
    if (stopping == null) {
      running = null;
    }
    return ok("");
  }

  // The health check is good of a release that says so; hooks always succeed.
  private Result shell(String line, @Nullable Path cwd) {
    if (!line.equals("check")) {
      hooks.add(line);
      return ok("");
    }
    try {
      return cwd != null && Files.readString(cwd.resolve("MODE")).startsWith("works")
          ? ok("")
          : failed("out of order");
    } catch (IOException e) {
      return failed("there is no MODE");
    }
  }

  private @Nullable String file() {
    try {
      return Files.exists(unitFile) ? Files.readString(unitFile) : null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The versions that the files of a folder say, such as {@code 1} or, of a mixture, {@code 1 2}.
   */
  static String versions(Path folder) {
    Set<String> versions = new TreeSet<>();
    try (var files = Files.walk(folder.toRealPath())) {
      int count = 0;
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String text = Files.readString(file);
        versions.add(text.substring(text.lastIndexOf(' ') + 1).strip());
        count++;
      }
      return String.join(" ", versions) + (count == 0 ? "nothing" : "");
    } catch (IOException e) {
      return "nothing: " + e;
    }
  }

  private static Result ok(String output) {
    return new Result(0, output, Duration.ZERO);
  }

  private static Result failed(String output) {
    return new Result(1, output, Duration.ZERO);
  }
}
