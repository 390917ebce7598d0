package io.fleetman.e2e.fleet;

import io.fleetman.document.CellStatus;
import io.fleetman.document.Heartbeat;
import io.fleetman.document.TriggerDocument;
import io.fleetman.e2e.node.HostProcess;
import io.fleetman.e2e.node.RunResult;
import io.fleetman.embedded.EmbeddedStore;
import io.fleetman.embedded.EmbeddedStoreException;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.Keys;
import io.fleetman.layout.NodeId;
import io.fleetman.store.DocumentStore;
import io.fleetman.store.StorageSettings;
import io.fleetman.store.s3.S3ObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A bucket in an embedded store, and the {@code fleetman} command that is configured for it. */
public final class Fleet implements AutoCloseable {
  /** The clone that is under test. */
  public static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();

  private static final Duration COMMAND_LIMIT = Duration.ofMinutes(4);
  private static final String BUCKET = "fleet";

  private final Path folder;
  private final EmbeddedStore store;
  private final DocumentStore documents;
  private @Nullable Portal portal;

  private Fleet(Path folder, EmbeddedStore store, DocumentStore documents) {
    this.folder = folder;
    this.store = store;
    this.documents = documents;
  }

  /** Starts the store in a folder and makes the fleet as a user would, with {@code init}. */
  public static Fleet init(Path folder) {
    EmbeddedStore store = startStore(folder.resolve("store"));
    store.createBucket(BUCKET);
    Fleet fleet = new Fleet(folder, store, new DocumentStore(S3ObjectStore.open(settings(store))));
    fleet
        .cli(
            "init",
            "--endpoint",
            store.endpoint().toString(),
            "--s3-bucket",
            BUCKET,
            "--access-key",
            store.accessKey(),
            "--secret-key",
            store.secretKey())
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

  private static StorageSettings settings(EmbeddedStore store) {
    return new StorageSettings(
        store.endpoint(),
        EmbeddedStore.REGION,
        BUCKET,
        "",
        true,
        store.accessKey(),
        store.secretKey(),
        Duration.ofSeconds(10),
        3);
  }

  /** Runs {@code fleetman} as a process; it finds its configuration by FLEETMAN_CONFIG. */
  public RunResult cli(String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "env",
                "FLEETMAN_CONFIG=" + folder.resolve("controller_config.yaml"),
                "FLEETMAN_BUILD=never",
                PROJECT.resolve("fleetman").toString()));
    command.addAll(List.of(arguments));
    return HostProcess.run(COMMAND_LIMIT, HostProcess.NO_INPUT, command);
  }

  /**
   * What the page of {@code fleetman controller} shows; the controller runs from the first call.
   */
  public String page() {
    if (portal == null) {
      portal = Portal.start(folder.resolve("controller_config.yaml"));
    }
    return portal.page();
  }

  /** Deploys a service and waits for the nodes. */
  public RunResult deploy(WebService service, String version) {
    return cli("deploy", service.folder(), "--version", version, "--yes", "--timeout", "90s");
  }

  /** The fleet's documents, read past the program under test. */
  public DocumentStore documents() {
    return documents;
  }

  /** The store, for what only a test does. */
  public EmbeddedStore store() {
    return store;
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

  /** Waits until something is there, at most 90 seconds. */
  public static <T> T await(String what, Supplier<Optional<T>> look) {
    long end = System.nanoTime() + Duration.ofSeconds(90).toNanos();
    while (true) {
      Optional<T> found = look.get();
      if (found.isPresent()) {
        return found.get();
      }
      if (System.nanoTime() > end) {
        throw new AssertionError("waited 90 s for " + what);
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
    store.close();
  }
}
