package io.fleetman.controller.demo;

import io.fleetman.controller.config.ConfigWriter;
import io.fleetman.controller.manifest.ServiceFile;
import io.fleetman.store.StorageSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Everything that a demo keeps, in one folder: a second run finds it again.
 *
 * @param root absolute
 */
record DemoFolder(Path root) {
  /** The bucket's name in the configuration, and so in the pages' addresses. */
  static final String FLEET = "demo";

  /** The demo's node. */
  static final String NODE = "demo";

  static final String BUCKET = "fleet";
  private static final Pattern PORT = Pattern.compile("(?m)^(variables:.*\\bport: *)(\\d+)");

  Path storeObjects() {
    return root.resolve("store/objects");
  }

  Path storeKeys() {
    return root.resolve("store/keys.yaml");
  }

  /** For the command line. */
  Path config() {
    return root.resolve("config.yaml");
  }

  Path agentConfig() {
    return root.resolve("agent.yaml");
  }

  Path agentLog() {
    return root.resolve("agent.log");
  }

  /** What the agent installs. */
  Path node() {
    return root.resolve("node");
  }

  /** Where the node has the active files of a cell. */
  Path installed(Mode mode, String cell) {
    return node()
        .resolve(mode.profile() == io.fleetman.document.Profile.DEPLOY ? "deployed" : "services")
        .resolve(cell)
        .resolve("current");
  }

  /** The copy of the example, for the user to change. */
  Path service(Mode mode) {
    return root.resolve(mode.example());
  }

  /** Copies the example unless it was copied before. */
  void copyExample(Path examples, Mode mode) throws IOException {
    Path to = service(mode);
    if (Files.exists(to.resolve(ServiceFile.NAME))) {
      return;
    }
    Path from = examples.resolve(mode.example());
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path copy = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(
              file, copy, StandardCopyOption.COPY_ATTRIBUTES, StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
  }

  /** The port in the copy's variables, moved to a free one if somebody else listens there. */
  int servicePort(Mode mode) throws IOException {
    Path file = service(mode).resolve(ServiceFile.NAME);
    String yaml = Files.readString(file);
    Matcher m = PORT.matcher(yaml);
    if (!m.find()) {
      throw new IOException(file + " has no line 'variables: {port: ...}' any more");
    }
    int wanted = Integer.parseInt(m.group(2));
    int port = Ports.firstFree(wanted);
    if (port != wanted) {
      Files.writeString(file, m.replaceFirst("$1" + port));
    }
    return port;
  }

  void writeConfigs(StorageSettings store, Mode mode) {
    ConfigWriter.write(config(), controllerConfig(store), true);
    ConfigWriter.write(agentConfig(), agentConfig(store, mode), true);
  }

  private static String controllerConfig(StorageSettings store) {
    return String.join(
        "\n",
        "# written by 'fleetman demo' at each start",
        "buckets:",
        "  " + FLEET + ":",
        storage("    ", store),
        "");
  }

  private String agentConfig(StorageSettings store, Mode mode) {
    return String.join(
        "\n",
        "# written by 'fleetman demo' at each start",
        "node_id: " + NODE,
        "labels: {made_by: demo}",
        "poll_interval: 1s",
        "heartbeat_interval: 5s",
        "host_interval: 5s",
        "disk_reserve: 16M",
        "state_folder: " + quoted(node().resolve("state")),
        "systemd:",
        "  scope: " + mode.scope(),
        "  service_folder: " + quoted(node().resolve("services")),
        "deploy:",
        "  target_folder: " + quoted(node().resolve("deployed")),
        "storage:",
        storage("  ", store),
        "");
  }

  private static String storage(String indent, StorageSettings store) {
    return Stream.of(
            "endpoint: " + store.endpoint(),
            "bucket: " + store.bucket(),
            "access_key: " + Objects.requireNonNull(store.accessKey()),
            "secret_key: " + Objects.requireNonNull(store.secretKey()))
        .map(line -> indent + line)
        .collect(java.util.stream.Collectors.joining("\n"));
  }

  private static String quoted(Path path) {
    return "'" + path.toString().replace("'", "''") + "'";
  }

  /** The last lines of the agent's log. */
  List<String> agentLogTail(int lines) {
    try {
      List<String> all = Files.readAllLines(agentLog());
      return all.subList(Math.max(0, all.size() - lines), all.size());
    } catch (IOException e) {
      throw new UncheckedIOException(agentLog() + " cannot be read", e);
    }
  }
}
