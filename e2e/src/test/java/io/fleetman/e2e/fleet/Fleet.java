package io.fleetman.e2e.fleet;

import io.fleetman.document.CellStatus;
import io.fleetman.document.Heartbeat;
import io.fleetman.document.TriggerDocument;
import io.fleetman.e2e.node.HostProcess;
import io.fleetman.e2e.node.RunResult;
import io.fleetman.e2e.store.Endpoint;
import io.fleetman.embedded.EmbeddedStore;
import io.fleetman.embedded.EmbeddedStoreException;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.Keys;
import io.fleetman.layout.NodeId;
import io.fleetman.store.DocumentStore;
import io.fleetman.store.s3.S3ObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A bucket, and the {@code fleetman} command that is configured for it. */
public final class Fleet implements AutoCloseable {
  /** The clone that is under test. */
  public static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();

  private static final Duration COMMAND_LIMIT = Duration.ofMinutes(6);
  // What a wait may take on a machine that has ten times as much to do.
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Path folder;
  private final Endpoint endpoint;
  private final String prefix;
  private final AutoCloseable store;
  private final DocumentStore documents;
  private @Nullable Portal portal;
  private URI agentsStore;
  private String agentsStorage = "";
  private String agentsRhythm = "poll_interval: 1s\nheartbeat_interval: 5s\n";

  private Fleet(Path folder, Endpoint endpoint, String prefix, AutoCloseable store) {
    this.folder = folder;
    this.endpoint = endpoint;
    this.prefix = prefix;
    this.store = store;
    this.agentsStore = endpoint.url();
    this.documents = new DocumentStore(S3ObjectStore.open(endpoint.settings(prefix)));
  }

  /** Starts an embedded store in the folder, and makes a fleet in it. */
  public static Fleet init(Path folder) {
    EmbeddedStore store = startStore(folder.resolve("store"));
    return make(new Fleet(folder, Endpoint.of(store), "", store));
  }

  /** Makes a fleet in a store that runs already, under a prefix of its own. */
  public static Fleet at(Path folder, Endpoint endpoint) {
    return make(new Fleet(folder, endpoint, "fleet-" + UUID.randomUUID(), () -> {}));
  }

  // As a user would.
  private static Fleet make(Fleet fleet) {
    Endpoint at = fleet.endpoint;
    fleet
        .cli(
            "init",
            "--endpoint",
            at.url().toString(),
            "--s3-bucket",
            at.bucket(),
            "--prefix",
            fleet.prefix,
            "--access-key",
            at.accessKey(),
            "--secret-key",
            at.secretKey())
        .orThrow();
    return fleet;
  }

  private static EmbeddedStore startStore(Path folder) {
    try {
      return EmbeddedStore.start(
          EmbeddedStore.Settings.onLoopback(folder, "e2e-access-key", "e2e-secret-key"));
    } catch (EmbeddedStoreException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Runs {@code fleetman} as a process; it finds its configuration by FLEETMAN_CONFIG. */
  public RunResult cli(String... arguments) {
    return cli(COMMAND_LIMIT, Map.of(), arguments);
  }

  /** The same with more variables in its environment. */
  public RunResult cli(Map<String, String> environment, String... arguments) {
    return cli(COMMAND_LIMIT, environment, arguments);
  }

  /** The same with a limit of its own. */
  public RunResult cli(Duration limit, String... arguments) {
    return cli(limit, Map.of(), arguments);
  }

  private RunResult cli(Duration limit, Map<String, String> environment, String... arguments) {
    return HostProcess.run(limit, HostProcess.NO_INPUT, command(environment, arguments));
  }

  /** The command line of {@link #cli}, for a process that a test starts itself. */
  public List<String> command(Map<String, String> environment, String... arguments) {
    List<String> command = new ArrayList<>(List.of("env"));
    environment.forEach((name, value) -> command.add(name + "=" + value));
    command.addAll(
        List.of(
            "FLEETMAN_CONFIG=" + folder.resolve("controller_config.yaml"),
            "FLEETMAN_BUILD=never",
            PROJECT.resolve("fleetman").toString()));
    command.addAll(List.of(arguments));
    return command;
  }

  /**
   * What the page of {@code fleetman controller} shows; the controller runs from the first call.
   */
  public String page() {
    return page(Map.of());
  }

  /** The same; the environment counts at the first call. */
  public String page(Map<String, String> environment) {
    return started(environment).page();
  }

  /** Where {@code fleetman controller} is; it runs from the first call. */
  public URI portal() {
    return started(Map.of()).address();
  }

  /** One more {@code fleetman controller} on this bucket; whoever starts it closes it. */
  public Portal controller(Map<String, String> environment) {
    return Portal.start(folder.resolve("controller_config.yaml"), environment);
  }

  private Portal started(Map<String, String> environment) {
    Portal running = portal;
    if (running == null) {
      running = Portal.start(folder.resolve("controller_config.yaml"), environment);
      portal = running;
    }
    return running;
  }

  /** Deploys a service and waits for the nodes. */
  public RunResult deploy(WebService service, String version) {
    return cli("deploy", service.folder(), "--version", version, "--yes", "--timeout", "3m");
  }

  /** The fleet's documents, read past the program under test. */
  public DocumentStore documents() {
    return documents;
  }

  /** The store, for what only a test does. */
  public Endpoint endpoint() {
    return endpoint;
  }

  /**
   * Nodes that come from now on reach the store by another way.
   *
   * @param storage further lines of the configuration's section storage
   * @param rhythm the lines of the configuration that say how often what is done
   */
  public Fleet agentsThrough(URI url, String storage, String rhythm) {
    agentsStore = url;
    agentsStorage = storage.indent(2);
    agentsRhythm = rhythm;
    return this;
  }

  /** The agent's configuration for a node of this fleet. */
  public String agentConfig(String node) {
    return """
    node_id: %s
    labels: {region: test}
    storage:
      endpoint: %s
      region: %s
      bucket: %s
      prefix: "%s"
      access_key: %s
      secret_key: %s
    %s%s\
    """
        .formatted(
            node,
            agentsStore,
            endpoint.region(),
            endpoint.bucket(),
            prefix,
            endpoint.accessKey(),
            endpoint.secretKey(),
            agentsStorage,
            agentsRhythm);
  }

  /** What the agent says about a cell, if it has said anything. */
  public Optional<CellStatus> status(CellRef cell) {
    return documents.read(Keys.status(cell), CellStatus.class).found();
  }

  /** Waits until the cell's status is about its present trigger, and an end. */
  public CellStatus settled(CellRef cell) {
    return await("an end of the present command on " + cell, () -> end(cell));
  }

  private Optional<CellStatus> end(CellRef cell) {
    Optional<String> wanted =
        documents.read(Keys.trigger(cell), TriggerDocument.class).found().map(TriggerDocument::id);
    return status(cell)
        .filter(s -> s.state().isEnd())
        .filter(s -> wanted.equals(Optional.of(s.triggerId())));
  }

  /** Waits for a node's first heartbeat. */
  public Heartbeat heartbeat(NodeId node) {
    return await(
        "a heartbeat of " + node,
        () -> documents.read(Keys.heartbeat(node), Heartbeat.class).found());
  }

  /** Waits until something is there, at most three minutes. */
  public static <T> T await(String what, Supplier<Optional<T>> look) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      Optional<T> found = look.get();
      if (found.isPresent()) {
        return found.get();
      }
      if (System.nanoTime() > end) {
        throw new AssertionError("waited " + PATIENCE.toSeconds() + " s for " + what);
      }
      try {
        Thread.sleep(200);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }

  /** The agent's tar.gz, as the build made it. */
  public static Path agentArchive() {
    try (var files = Files.list(PROJECT.resolve("fleetagent/target"))) {
      return files
          .filter(f -> f.getFileName().toString().endsWith("-linux-x64.tar.gz"))
          .findFirst()
          .orElseThrow(
              () -> new IllegalStateException("the agent's tar.gz is missing: run ./mvnw verify"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    if (portal != null) {
      portal.close();
    }
    documents.objects().close();
    try {
      store.close();
    } catch (Exception e) {
      throw new IllegalStateException("the store does not close", e);
    }
  }
}
