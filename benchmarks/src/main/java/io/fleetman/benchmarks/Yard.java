package io.fleetman.benchmarks;

import io.fleetman.codec.Json;
import io.fleetman.document.TriggerDocument;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.Ids;
import io.fleetman.layout.Keys;
import io.fleetman.layout.ManifestId;
import io.fleetman.layout.NodeId;
import io.fleetman.layout.Version;
import io.fleetman.store.DocumentStore;
import io.fleetman.store.ListPage;
import io.fleetman.store.ObjectStore;
import io.fleetman.store.Precondition;
import io.fleetman.store.StorageSettings;
import io.fleetman.store.s3.S3ObjectStore;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The store, the fleet in it, and both programs, in a folder that is deleted in the end. */
final class Yard implements AutoCloseable {
  /** Where the store is, and with what keys. */
  record Place(String endpoint, String region, String bucket, String access, String secret) {}

  private final Path root;
  private final Path folder;
  private final Place place;
  private final @Nullable Daemon server;
  private final ObjectStore store;

  private Yard(Path root, Path folder, Place place, @Nullable Daemon server) {
    this.root = root;
    this.folder = folder;
    this.place = place;
    this.server = server;
    this.store =
        S3ObjectStore.open(
            new StorageSettings(
                URI.create(place.endpoint()),
                place.region(),
                place.bucket(),
                "",
                null,
                place.access(),
                place.secret(),
                Duration.ofSeconds(60),
                5));
  }

  static Yard open(Path root, Options options) throws IOException, InterruptedException {
    Files.createDirectories(options.work());
    Path folder = Files.createTempDirectory(options.work(), "run-");
    Yard yard = options.store().equals("minio") ? minio(root, folder) : embedded(root, folder);
    try {
      yard.fleetman(
          "init",
          "--endpoint",
          yard.place.endpoint(),
          "--s3-bucket",
          yard.place.bucket(),
          "--prefix",
          "",
          "--access-key",
          yard.place.access(),
          "--secret-key",
          yard.place.secret());
      return yard;
    } catch (IOException | InterruptedException e) {
      yard.close();
      throw e;
    }
  }

  private static Yard embedded(Path root, Path folder) throws IOException, InterruptedException {
    Daemon server =
        Daemon.start(
            folder.resolve("store.log"),
            Map.of(),
            List.of(
                root.resolve("fleetman").toString(),
                "store",
                "--data",
                folder.resolve("store").toString(),
                "--port",
                "0",
                "--access-key",
                "benchmarks",
                "--secret-key",
                "benchmarks-secret"));
    server.awaitSaid("http://", 0, Duration.ofSeconds(60));
    var url =
        java.util.regex.Pattern.compile("http://127\\.0\\.0\\.1:\\d+")
            .matcher(Files.readString(folder.resolve("store.log")));
    if (!url.find()) {
      throw new IOException("the store does not say where it is: see " + folder);
    }
    Place place = new Place(url.group(), "us-east-1", "fleet", "benchmarks", "benchmarks-secret");
    return new Yard(root, folder, place, server);
  }

  private static Yard minio(Path root, Path folder) throws IOException {
    Path file = root.resolve("target/stores/minio.env");
    if (!Files.exists(file)) {
      throw new IOException("there is no MinIO: e2e/env/install && e2e/env/minio start");
    }
    Map<String, String> said = new java.util.TreeMap<>();
    for (String line : Files.readAllLines(file)) {
      String[] pair = line.replaceFirst("^export ", "").split("=", 2);
      if (pair.length == 2) {
        said.put(pair[0].replace("FLEETMAN_TEST_MINIO_", ""), pair[1].replaceAll("['\"]", ""));
      }
    }
    Place place =
        new Place(
            named(said, "ENDPOINT"),
            named(said, "REGION"),
            named(said, "BUCKET"),
            named(said, "ACCESS_KEY"),
            named(said, "SECRET_KEY"));
    Yard yard = new Yard(root, folder, place, null);
    yard.empty("");
    return yard;
  }

  private static String named(Map<String, String> said, String name) {
    return Objects.requireNonNull(said.get(name), name);
  }

  Path folder() {
    return folder;
  }

  Place place() {
    return place;
  }

  InetSocketAddress address() {
    URI endpoint = URI.create(place.endpoint());
    return new InetSocketAddress(endpoint.getHost(), endpoint.getPort());
  }

  DocumentStore documents() {
    return new DocumentStore(store);
  }

  /** Processor seconds of the store; negative if it is another's. */
  double storeCpu() throws IOException {
    return server == null ? -1 : Tool.cpuOf(server.pid());
  }

  /** Runs {@code fleetman} as a user would. */
  Spent fleetman(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(root.resolve("fleetman").toString());
    command.addAll(List.of(arguments));
    return Tool.run(
        folder.resolve("fleetman.log"),
        Map.of("FLEETMAN_CONFIG", folder.resolve("controller_config.yaml").toString()),
        command);
  }

  /** An rclone that knows the store as {@code store:}, behind this endpoint. */
  Spent rclone(String endpoint, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("rclone", "--config", "/dev/null"));
    command.addAll(List.of(arguments));
    return Tool.run(
        folder.resolve("rclone.log"),
        Map.of(
            "RCLONE_CONFIG_STORE_TYPE",
            "s3",
            "RCLONE_CONFIG_STORE_PROVIDER",
            "Other",
            "RCLONE_CONFIG_STORE_ENDPOINT",
            endpoint,
            "RCLONE_CONFIG_STORE_REGION",
            place.region(),
            "RCLONE_CONFIG_STORE_ACCESS_KEY_ID",
            place.access(),
            "RCLONE_CONFIG_STORE_SECRET_ACCESS_KEY",
            place.secret(),
            "RCLONE_CONFIG_STORE_FORCE_PATH_STYLE",
            "true"),
        command);
  }

  /** The folder of a snapshot's bytes, as rclone names it. */
  String source(CellRef cell, String version) {
    return attempt(Keys.snapshotFolder(cell, new Version(version)));
  }

  /** The same of a deployment's bytes. */
  String source(ManifestId manifest, String version) {
    return attempt(Keys.deploymentFolder(manifest, new Version(version)));
  }

  // There is one attempt, for nothing failed.
  private String attempt(String below) {
    return bucket() + store.list(below, "/", null).folders().getFirst();
  }

  /** The bucket, as rclone names it. */
  String bucket() {
    return "store:" + place.bucket() + "/";
  }

  /** Tells a cell what to be, and rings. */
  void tell(CellRef cell, TriggerDocument trigger) {
    store.put(Keys.trigger(cell), Json.write(trigger), Precondition.NONE);
    store.put(
        Keys.doorbell(cell.node()),
        Ids.next(Instant.now()).getBytes(StandardCharsets.UTF_8),
        Precondition.NONE);
  }

  /** Of what a cell was told last. */
  long sequence(CellRef cell) {
    return documents()
        .read(Keys.trigger(cell), TriggerDocument.class)
        .found()
        .map(TriggerDocument::sequence)
        .orElse(0L);
  }

  /** Takes away what agents wrote, and what a cell was told. */
  void forget(CellRef cell) {
    store.delete(Keys.status(cell));
    store.delete(Keys.trigger(cell));
    empty(Keys.history(cell));
    forget(cell.node());
  }

  private void forget(NodeId node) {
    store.delete(Keys.heartbeat(node));
    store.delete(Keys.report(node));
  }

  /** Deletes all below; for what only rclone wrote. */
  void empty(String below) {
    String next = null;
    do {
      ListPage page = store.list(below, null, next);
      store.deleteAll(page.objects().stream().map(ListPage.Entry::key).toList());
      next = page.next();
    } while (next != null);
  }

  /**
   * Puts a folder out of the way, and writes to the disk what is still to be written. It is deleted
   * in the end only: ext4 does not use an inode again for minutes after it was freed, and searches
   * past it, so that whoever makes files next would pay for what was deleted before.
   */
  void discard(Path discarded) throws IOException, InterruptedException {
    if (Files.exists(discarded)) {
      Files.move(discarded, Files.createTempDirectory(folder, "discarded-").resolve("it"));
    }
    Tool.run(folder.resolve("sync.log"), Map.of(), List.of("sync"));
  }

  static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (var all = Files.walk(folder)) {
      for (Path path : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  @Override
  public void close() throws IOException {
    store.close();
    if (server != null) {
      server.close();
    }
    delete(folder);
  }
}
