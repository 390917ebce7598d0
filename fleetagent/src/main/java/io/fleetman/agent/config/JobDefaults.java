package io.fleetman.agent.config;

import io.fleetman.codec.DocumentException;
import io.fleetman.codec.Durations;
import io.fleetman.codec.Nearest;
import io.fleetman.document.ByteSize;
import io.fleetman.document.Limits;
import io.fleetman.unit.Words;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What holds for jobs where the configuration says nothing; ranges checked. Pure. */
final class JobDefaults {
  private static final List<String> STEP_TYPES =
      List.of(
          "runCommand", "runScript", "runHandler", "writeFile", "download", "service", "reboot");

  private final String where;

  JobDefaults(String where) {
    this.where = where;
  }

  AgentConfig.Jobs complete(ConfigFile.Jobs file, Machine machine) {
    return new AgentConfig.Jobs(
        or(file.enabled(), true),
        folder(
            "jobs.folder",
            or(
                file.folder(),
                machine.root()
                    ? Path.of("/var/lib/fleetman-jobs")
                    : machine.home().resolve(".local/state/fleetman-jobs")),
            machine),
        folder(
            "jobs.handler_folder",
            or(
                file.handlerFolder(),
                machine.root()
                    ? Path.of("/etc/fleetagent/handlers")
                    : machine.home().resolve(".config/fleetagent/handlers")),
            machine),
        stepTypes(or(file.stepTypes(), List.<String>of())),
        or(file.users(), List.<String>of()),
        commands(or(file.commands(), List.<String>of())),
        count("jobs.at_once", or(file.atOnce(), 8), 1, 1000),
        time("jobs.poll_interval", file.pollInterval(), "1s", Duration.ofMillis(100)),
        time("jobs.max_timeout", file.maxTimeout(), "30d", Duration.ofSeconds(1)),
        or(file.outputLimit(), ByteSize.parse("4G")),
        or(file.limits(), Limits.NONE),
        count("jobs.keep", or(file.keep(), 50), 0, 100_000),
        time("jobs.keep_for", file.keepFor(), "7d", Duration.ZERO));
  }

  private List<String> stepTypes(List<String> types) {
    for (String type : types) {
      if (!STEP_TYPES.contains(type)) {
        throw problem(
            "jobs.step_types has '"
                + type
                + "', which is no type of step: "
                + Objects.requireNonNullElse(
                    Nearest.of(type, STEP_TYPES), "write " + String.join(", ", STEP_TYPES)));
      }
    }
    return types;
  }

  private List<List<String>> commands(List<String> lines) {
    List<List<String>> commands = new ArrayList<>();
    for (String line : lines) {
      try {
        List<String> words = Words.split(line);
        if (words.isEmpty()) {
          throw problem("jobs.commands has an empty line: name at least the program");
        }
        commands.add(words);
      } catch (IllegalArgumentException e) {
        throw problem("jobs.commands has '" + line + "': " + e.getMessage());
      }
    }
    return commands;
  }

  private Duration time(String key, @Nullable Duration given, String preset, Duration least) {
    Duration value = given == null ? Durations.parse(preset) : given;
    if (value.compareTo(least) < 0 || value.compareTo(Duration.ofDays(366)) > 0) {
      throw problem(
          key + " must be from " + Durations.format(least) + " to 366d, such as " + preset);
    }
    return value;
  }

  private int count(String key, int value, int least, int most) {
    if (value < least || value > most) {
      throw problem(key + " must be from " + least + " to " + most + ", not " + value);
    }
    return value;
  }

  private Path folder(String key, Path path, Machine machine) {
    Path expanded =
        path.startsWith("~") ? machine.home().resolve(Path.of("~").relativize(path)) : path;
    if (!expanded.isAbsolute()) {
      throw problem(key + " '" + path + "' must be absolute, or begin with ~/");
    }
    return expanded.normalize();
  }

  private DocumentException problem(String sentence) {
    return new DocumentException(where + ": " + sentence);
  }

  private static <T> T or(@Nullable T value, T preset) {
    return value == null ? preset : value;
  }
}
