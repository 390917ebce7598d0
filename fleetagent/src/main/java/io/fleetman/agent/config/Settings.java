package io.fleetman.agent.config;

import io.fleetman.codec.DocumentException;
import io.fleetman.codec.Durations;
import io.fleetman.document.ByteSize;
import io.fleetman.layout.InvalidNameException;
import io.fleetman.layout.NodeId;
import io.fleetman.store.StorageSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** From what is written to what holds: defaults filled in, ranges checked. Pure. */
final class Settings {
  private final Checks checks;

  private Settings(String where) {
    this.checks = new Checks(where);
  }

  /**
   * Completes a configuration.
   *
   * @param where the file's name, for messages
   * @throws DocumentException with a sentence that names the key
   */
  static AgentConfig complete(String where, ConfigFile file, Machine machine) {
    return new Settings(where).complete(file, machine);
  }

  private AgentConfig complete(ConfigFile file, Machine machine) {
    if (file.storage() == null) {
      throw checks.problem("storage is missing: name at least storage.bucket");
    }
    ConfigFile.Systemd systemd = Checks.or(file.systemd(), ConfigFile.Systemd.EMPTY);
    ConfigFile.Supervisor supervisor = Checks.or(file.supervisor(), ConfigFile.Supervisor.EMPTY);
    Path targetFolder = Checks.or(file.deploy(), ConfigFile.Deploy.EMPTY).targetFolder();
    ConfigFile.Fetch fetch = Checks.or(file.fetch(), ConfigFile.Fetch.EMPTY);
    Integer releases = Checks.or(file.retention(), ConfigFile.Retention.EMPTY).releases();
    AgentConfig.Scope scope = scope(systemd.scope(), machine);
    Path base = machine.root() ? Path.of("/opt/fleetman") : data(machine).resolve("fleetman");
    StorageSettings storage = Objects.requireNonNull(file.storage());
    return new AgentConfig(
        node(file.nodeId(), machine),
        Collections.unmodifiableMap(
            new TreeMap<>(Checks.or(file.labels(), Map.<String, String>of()))),
        storage,
        interval("poll_interval", file.pollInterval(), Duration.ofSeconds(5), 100),
        interval("scan_interval", file.scanInterval(), Duration.ofMinutes(5), 1_000),
        interval("heartbeat_interval", file.heartbeatInterval(), Duration.ofSeconds(30), 500),
        interval("host_interval", file.hostInterval(), Duration.ofMinutes(1), 500),
        jitter(Checks.or(file.jitter(), 0.1)),
        checks.absolute(
            "state_folder",
            Checks.or(
                file.stateFolder(),
                machine.root()
                    ? Path.of("/var/lib/fleetagent")
                    : machine.home().resolve(".local/state/fleetagent")),
            machine),
        new AgentConfig.Systemd(
            scope,
            checks.absolute(
                "systemd.service_folder", Checks.or(systemd.serviceFolder(), base), machine),
            checks.absolute(
                "systemd.unit_folder",
                Checks.or(
                    systemd.unitFolder(),
                    scope == AgentConfig.Scope.SYSTEM
                        ? Path.of("/etc/systemd/system")
                        : machine.home().resolve(".config/systemd/user")),
                machine),
            checks.program("systemd.systemctl_path", systemd.systemctlPath())),
        new AgentConfig.Supervisor(
            checks.absolute(
                "supervisor.conf_d_folder",
                Checks.or(supervisor.confDFolder(), Path.of("/etc/supervisor/conf.d")),
                machine),
            checks.absolute(
                "supervisor.service_folder", Checks.or(supervisor.serviceFolder(), base), machine),
            checks.program("supervisor.supervisorctl_path", supervisor.supervisorctlPath()),
            supervisor.configPath() == null
                ? null
                : checks.absolute("supervisor.config_path", supervisor.configPath(), machine)),
        checks.absolute("deploy.target_folder", Checks.or(targetFolder, base), machine),
        checks.count("retention.releases", Checks.or(releases, 2), 0, 1000),
        Checks.or(file.diskReserve(), ByteSize.parse("256M")),
        checks.count("log_lines", Checks.or(file.logLines(), 30), 1, 1000),
        new AgentConfig.Fetch(
            checks.count("fetch.deployments", Checks.or(fetch.deployments(), 4), 1, 64),
            checks.count("fetch.files", Checks.or(fetch.files(), 64), 1, 64)),
        new JobDefaults(checks).complete(Checks.or(file.jobs(), ConfigFile.Jobs.EMPTY), machine),
        Checks.or(file.singleWriter(), false));
  }

  private static Path data(Machine machine) {
    return machine.home().resolve(".local/share");
  }

  private NodeId node(@Nullable NodeId given, Machine machine) {
    if (given != null) {
      return given;
    }
    try {
      return new NodeId(machine.hostname());
    } catch (InvalidNameException e) {
      throw checks.problem(
          "node_id is missing, and this machine's name '"
              + machine.hostname()
              + "' cannot stand for it: give node_id");
    }
  }

  private AgentConfig.Scope scope(@Nullable String word, Machine machine) {
    return switch (word == null ? "auto" : word.toLowerCase(Locale.ROOT)) {
      case "auto" -> machine.root() ? AgentConfig.Scope.SYSTEM : AgentConfig.Scope.USER;
      case "system" -> AgentConfig.Scope.SYSTEM;
      case "user" -> AgentConfig.Scope.USER;
      default ->
          throw checks.problem("systemd.scope is '" + word + "': write auto, system or user");
    };
  }

  private Duration interval(String key, @Nullable Duration given, Duration preset, long leastMs) {
    Duration value = Checks.or(given, preset);
    if (value.toMillis() < leastMs || value.compareTo(Duration.ofDays(1)) > 0) {
      throw checks.problem(
          key + " must be from " + leastMs + "ms to 1d, such as " + seconds(preset));
    }
    return value;
  }

  private static String seconds(Duration duration) {
    return Durations.format(duration);
  }

  private double jitter(double fraction) {
    if (!(fraction >= 0 && fraction <= 0.5)) {
      throw checks.problem(
          "jitter must be from 0 to 0.5, such as 0.1 for a tenth, not " + fraction);
    }
    return fraction;
  }
}
