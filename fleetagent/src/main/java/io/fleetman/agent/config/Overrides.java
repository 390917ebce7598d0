package io.fleetman.agent.config;

import io.fleetman.codec.DocumentException;
import io.fleetman.codec.Durations;
import io.fleetman.codec.UnknownVariable;
import io.fleetman.layout.NodeId;
import io.fleetman.store.StorageSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The environment's {@code FLEETAGENT_...} variables, each over one key of the file. Pure. */
final class Overrides {
  static final String CONFIG = "FLEETAGENT_CONFIG";

  /** Every variable that is understood, with the key that it overrides. */
  static final Map<String, String> KNOWN =
      Map.ofEntries(
          Map.entry(CONFIG, "the configuration file"),
          Map.entry("FLEETAGENT_JAVA_OPTS", "options for the agent's Java"),
          Map.entry("FLEETAGENT_NODE_ID", "node_id"),
          Map.entry("FLEETAGENT_LABELS", "labels"),
          Map.entry("FLEETAGENT_STATE_FOLDER", "state_folder"),
          Map.entry("FLEETAGENT_POLL_INTERVAL", "poll_interval"),
          Map.entry("FLEETAGENT_SCAN_INTERVAL", "scan_interval"),
          Map.entry("FLEETAGENT_HEARTBEAT_INTERVAL", "heartbeat_interval"),
          Map.entry("FLEETAGENT_ENDPOINT", "storage.endpoint"),
          Map.entry("FLEETAGENT_REGION", "storage.region"),
          Map.entry("FLEETAGENT_BUCKET", "storage.bucket"),
          Map.entry("FLEETAGENT_PREFIX", "storage.prefix"),
          Map.entry("FLEETAGENT_PATH_STYLE", "storage.path_style"),
          Map.entry("FLEETAGENT_ACCESS_KEY", "storage.access_key"),
          Map.entry("FLEETAGENT_SECRET_KEY", "storage.secret_key"),
          Map.entry("FLEETAGENT_REQUEST_TIMEOUT", "storage.request_timeout"),
          Map.entry("FLEETAGENT_RETRIES", "storage.retries"));

  private final Map<String, String> environment;

  Overrides(Map<String, String> environment) {
    this.environment = environment;
  }

  /** A sentence for each variable that looks like the agent's and is not: typing mistakes. */
  List<String> warnings() {
    return UnknownVariable.among(environment, "FLEETAGENT_", KNOWN.keySet()).stream()
        .map(UnknownVariable::sentence)
        .toList();
  }

  /**
   * The file with the environment over it.
   *
   * @throws DocumentException if a variable cannot be understood
   */
  ConfigFile over(ConfigFile file) {
    return new ConfigFile(
        value("FLEETAGENT_NODE_ID", NodeId::new, file.nodeId()),
        value("FLEETAGENT_LABELS", Overrides::labels, file.labels()),
        storage(file.storage()),
        value("FLEETAGENT_POLL_INTERVAL", Durations::parse, file.pollInterval()),
        value("FLEETAGENT_SCAN_INTERVAL", Durations::parse, file.scanInterval()),
        value("FLEETAGENT_HEARTBEAT_INTERVAL", Durations::parse, file.heartbeatInterval()),
        file.hostInterval(),
        file.jitter(),
        value("FLEETAGENT_STATE_FOLDER", Path::of, file.stateFolder()),
        file.systemd(),
        file.supervisor(),
        file.deploy(),
        file.retention(),
        file.diskReserve(),
        file.logLines(),
        file.fetch(),
        file.jobs(),
        file.singleWriter());
  }

  private @Nullable StorageSettings storage(@Nullable StorageSettings file) {
    String bucket = value("FLEETAGENT_BUCKET", s -> s, file == null ? null : file.bucket());
    if (bucket == null) {
      return null;
    }
    StorageSettings base =
        file != null
            ? file
            : StorageSettings.of(null, null, bucket, null, null, null, null, null, null);
    try {
      return new StorageSettings(
          value("FLEETAGENT_ENDPOINT", StorageSettings::endpoint, base.endpoint()),
          or(value("FLEETAGENT_REGION", s -> s, base.region()), base.region()),
          bucket,
          or(value("FLEETAGENT_PREFIX", s -> s, base.prefix()), base.prefix()),
          value("FLEETAGENT_PATH_STYLE", Overrides::bool, base.pathStyle()),
          value("FLEETAGENT_ACCESS_KEY", s -> s, base.accessKey()),
          value("FLEETAGENT_SECRET_KEY", s -> s, base.secretKey()),
          or(
              value("FLEETAGENT_REQUEST_TIMEOUT", Durations::parse, base.requestTimeout()),
              base.requestTimeout()),
          or(value("FLEETAGENT_RETRIES", Overrides::count, base.retries()), base.retries()));
    } catch (IllegalArgumentException e) {
      throw new DocumentException("storage: " + e.getMessage(), e);
    }
  }

  private <T> @Nullable T value(String name, Function<String, T> parse, @Nullable T otherwise) {
    String text = environment.get(name);
    if (text == null || text.isEmpty()) {
      return otherwise;
    }
    try {
      return parse.apply(text);
    } catch (IllegalArgumentException e) {
      throw new DocumentException("environment variable " + name + ": " + e.getMessage(), e);
    }
  }

  private static Map<String, String> labels(String text) {
    Map<String, String> labels = new TreeMap<>();
    for (String pair : text.split(",", -1)) {
      int equals = pair.indexOf('=');
      if (equals < 1) {
        throw new IllegalArgumentException("'" + pair + "' is not NAME=VALUE");
      }
      labels.put(pair.substring(0, equals).strip(), pair.substring(equals + 1).strip());
    }
    return labels;
  }

  private static Integer count(String text) {
    try {
      return Integer.valueOf(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("'" + text + "' is not a whole number", e);
    }
  }

  private static boolean bool(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("'" + text + "' is neither true nor false");
    };
  }

  private static <T> T or(@Nullable T value, T otherwise) {
    return value == null ? otherwise : value;
  }
}
