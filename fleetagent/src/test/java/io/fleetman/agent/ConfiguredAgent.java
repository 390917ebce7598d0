package io.fleetman.agent;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fleetman.agent.config.AgentConfig;
import io.fleetman.agent.config.ConfigSource;
import io.fleetman.agent.config.Machine;
import io.fleetman.codec.Json;
import io.fleetman.codec.StrictYaml;
import io.fleetman.document.CellStatus;
import io.fleetman.document.Doorbell;
import io.fleetman.document.Heartbeat;
import io.fleetman.document.NodeReport;
import io.fleetman.document.TreeByHand;
import io.fleetman.killpoint.KillPoints;
import io.fleetman.layout.CellId;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.Ids;
import io.fleetman.layout.Keys;
import io.fleetman.layout.NodeId;
import io.fleetman.layout.Version;
import io.fleetman.store.DocumentStore;
import io.fleetman.store.InMemoryObjectStore;
import io.fleetman.store.ObjectStore;
import io.fleetman.store.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The whole agent, from the text of its configuration on, over a bucket in memory and on a real
 * disk. Only what no test may touch is set beside what the test says: folders, and programs of
 * service managers that are not there.
 */
final class ConfiguredAgent implements AutoCloseable {
  final InMemoryObjectStore bucket = new InMemoryObjectStore();
  final DocumentStore documents = new DocumentStore(bucket);
  final Path folder;
  private final Map<String, Object> settings = new TreeMap<>();
  private NodeId node = new NodeId("n1");
  private @Nullable Wiring wiring;
  private @Nullable Agent agent;

  ConfiguredAgent(Path folder) {
    this.folder = folder;
    set("node_id", "n1");
    set("storage.bucket", "fleet");
    set("poll_interval", "100ms");
    set("heartbeat_interval", "500ms");
    set("host_interval", "500ms");
    set("jitter", 0);
    set("state_folder", at("state"));
    set("systemd.service_folder", at("apps"));
    set("systemd.unit_folder", at("units"));
    set("systemd.systemctl_path", at("none/systemctl"));
    set("supervisor.conf_d_folder", at("programs"));
    set("supervisor.service_folder", at("apps"));
    set("supervisor.supervisorctl_path", at("none/supervisorctl"));
    set("deploy.target_folder", at("apps"));
    set("disk_reserve", "1");
    set("jobs.folder", at("jobs"));
    set("jobs.handler_folder", at("handlers"));
  }

  /** A path below the test's folder. */
  String at(String path) {
    return folder.resolve(path).toString();
  }

  /** Sets a key by its path, such as {@code jobs.keep}. */
  ConfiguredAgent set(String key, Object value) {
    Map<String, Object> at = settings;
    String[] steps = key.split("\\.", -1);
    for (int i = 0; i < steps.length - 1; i++) {
      Object next = at.computeIfAbsent(steps[i], _ -> new TreeMap<String, Object>());
      at = map(next);
    }
    at.put(steps[steps.length - 1], value);
    return this;
  }

  @SuppressWarnings("unchecked") // only maps are put there
  private static Map<String, Object> map(Object value) {
    return (Map<String, Object>) value;
  }

  /** What the agent makes of its configuration. */
  AgentConfig config() throws IOException {
    Path file = Files.writeString(folder.resolve("agent.yaml"), StrictYaml.write(settings));
    Machine machine = new Machine(true, folder, "this-machine");
    return new ConfigSource(Map.of(), machine).load(file).config();
  }

  ConfiguredAgent start() throws IOException {
    return start(bucket);
  }

  /** Starts, and reaches the bucket through {@code store}. */
  ConfiguredAgent start(ObjectStore store) throws IOException {
    AgentConfig config = config();
    node = config.node();
    wiring = Wiring.over(() -> store, config, KillPoints.none());
    agent = wiring.start();
    return this;
  }

  void stop() throws InterruptedException {
    if (agent != null) {
      agent.stop();
      agent = null;
    }
    if (wiring != null) {
      wiring.close();
      wiring = null;
    }
  }

  @Override
  public void close() {
    try {
      stop();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  // ---- what operators do -----------------------------------------------------------------------

  /** Publishes a version of files only, and says that it is wanted. */
  ConfiguredAgent deploys(String cell, String version, Map<String, String> files) {
    return deploys(cell, version, files, Map.of("profile", "deploy"));
  }

  /** Publishes a version, and says that it is wanted. Files that end in .tpl are templates. */
  ConfiguredAgent deploys(
      String cell, String version, Map<String, String> files, Map<String, Object> spec) {
    Map<String, Object> tree = new TreeMap<>();
    files.forEach(
        (path, content) -> {
          byte[] bytes = content.getBytes(UTF_8);
          String key = "bytes/" + cell + "/" + version + "/" + path.replace('/', '_');
          bucket.plant(key, bytes);
          String type = path.endsWith(".tpl") ? "template" : "binary";
          tree.put(path, TreeByHand.file(type, "0755", key, bytes));
        });
    Map<String, Object> mark = new LinkedHashMap<>();
    mark.put("kind", "snapshot");
    mark.put("node", node.value());
    mark.put("cell", cell);
    mark.put("manifest", "app");
    mark.put("version", version);
    mark.put("spec", spec);
    mark.put("files", tree);
    bucket.plant(Keys.snapshot(ref(cell), new Version(version)), Json.line(mark));
    bucket.plant(Keys.trigger(ref(cell)), "{\"version\": \"" + version + "\"}");
    return rings();
  }

  ConfiguredAgent rings() {
    bucket.plant(Keys.doorbell(node), Json.write(new Doorbell(Ids.next(Instant.now()))));
    return this;
  }

  // ---- what is then so -------------------------------------------------------------------------

  CellRef ref(String cell) {
    return new CellRef(node, new CellId(cell));
  }

  /** Waits until the deploy of this version has ended. */
  CellStatus ended(String cell, String version) {
    return await(
        "the end of " + cell + " " + version,
        () ->
            documents
                .read(Keys.status(ref(cell)), CellStatus.class)
                .found()
                .filter(s -> s.state().isEnd() && new Version(version).equals(s.version())));
  }

  Optional<Heartbeat> heartbeat() {
    return documents.read(Keys.heartbeat(node), Heartbeat.class).found();
  }

  Optional<NodeReport> report() {
    return documents.read(Keys.report(node), NodeReport.class).found();
  }

  /** Waits for so many heartbeats. */
  void beats(int count) {
    until(count + " heartbeats", () -> heartbeat().filter(h -> h.beat() >= count).isPresent());
  }

  /** Waits until the agent has looked at its doorbell so often. */
  void polls(int count) {
    until(count + " polls", () -> polls() >= count);
  }

  long polls() {
    return count(Keys.doorbell(node));
  }

  long scans() {
    return bucket.requests().stream()
        .filter(r -> r.kind() == Request.Kind.LIST && r.key().equals(Keys.cells(node)))
        .count();
  }

  private long count(String key) {
    return bucket.requests().stream()
        .filter(r -> !r.kind().writes() && r.key().equals(key))
        .count();
  }

  /** A file of a cell's active release. */
  Path current(String cell, String path) {
    return folder.resolve("apps").resolve(cell).resolve("current").resolve(path);
  }

  /** A program of the machine that is none: it writes down how it was called, and answers. */
  List<String> calls() throws IOException {
    Path log = folder.resolve("calls");
    return Files.exists(log) ? Files.readAllLines(log) : List.of();
  }

  /** Makes such a program; {@code cases} are those of a shell's {@code case "$*" in}. */
  String program(String name, String cases) throws IOException {
    Path program = Files.createDirectories(folder.resolve("bin")).resolve(name);
    Files.writeString(
        program,
        """
        #!/bin/sh
        printf '%%s\\n' "%s $*" >>'%s'
        case "$*" in
        %s
        esac
        """
            .formatted(name, at("calls"), cases));
    Files.setPosixFilePermissions(
        program, java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
    return program.toString();
  }

  static void until(String what, BooleanSupplier holds) {
    Await.holds(() -> what, holds);
  }

  static <T> T await(String what, Supplier<Optional<T>> look) {
    return Await.found(() -> what, look);
  }

  /** The node's name. */
  NodeId node() {
    return Objects.requireNonNull(node);
  }
}
