package io.fleetman.agent.config;

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

  private final Checks checks;

  JobDefaults(Checks checks) {
    this.checks = checks;
  }

  AgentConfig.Jobs complete(ConfigFile.Jobs file, Machine machine) {
    return new AgentConfig.Jobs(
        Checks.or(file.enabled(), true),
        checks.absolute(
            "jobs.folder",
            Checks.or(
                file.folder(),
                machine.root()
                    ? Path.of("/var/lib/fleetman-jobs")
                    : machine.home().resolve(".local/state/fleetman-jobs")),
            machine),
        checks.absolute(
            "jobs.handler_folder",
            Checks.or(
                file.handlerFolder(),
                machine.root()
                    ? Path.of("/etc/fleetagent/handlers")
                    : machine.home().resolve(".config/fleetagent/handlers")),
            machine),
        stepTypes(Checks.or(file.stepTypes(), List.<String>of())),
        Checks.or(file.users(), List.<String>of()),
        commands(Checks.or(file.commands(), List.<String>of())),
        checks.count("jobs.at_once", Checks.or(file.atOnce(), 8), 1, 1000),
        time("jobs.poll_interval", file.pollInterval(), "1s", Duration.ofMillis(100)),
        time("jobs.max_timeout", file.maxTimeout(), "30d", Duration.ofSeconds(1)),
        Checks.or(file.outputLimit(), ByteSize.parse("4G")),
        Checks.or(file.limits(), Limits.NONE),
        checks.count("jobs.keep", Checks.or(file.keep(), 50), 0, 100_000),
        time("jobs.keep_for", file.keepFor(), "7d", Duration.ZERO));
  }

  private List<String> stepTypes(List<String> types) {
    for (String type : types) {
      if (!STEP_TYPES.contains(type)) {
        throw checks.problem(
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
          throw checks.problem("jobs.commands has an empty line: name at least the program");
        }
        commands.add(words);
      } catch (IllegalArgumentException e) {
        throw checks.problem("jobs.commands has '" + line + "': " + e.getMessage());
      }
    }
    return commands;
  }

  private Duration time(String key, @Nullable Duration given, String preset, Duration least) {
    Duration value = given == null ? Durations.parse(preset) : given;
    if (value.compareTo(least) < 0 || value.compareTo(Duration.ofDays(366)) > 0) {
      throw checks.problem(
          key + " must be from " + Durations.format(least) + " to 366d, such as " + preset);
    }
    return value;
  }
}
