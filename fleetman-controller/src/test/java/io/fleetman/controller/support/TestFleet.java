package io.fleetman.controller.support;

import io.fleetman.codec.Json;
import io.fleetman.controller.cell.Cells;
import io.fleetman.controller.deployment.Deployments;
import io.fleetman.controller.manifest.Definition;
import io.fleetman.controller.manifest.Manifests;
import io.fleetman.controller.manifest.ServiceFile;
import io.fleetman.controller.tree.FileTree;
import io.fleetman.controller.tree.HashedTree;
import io.fleetman.controller.tree.UploadListener;
import io.fleetman.document.CellState;
import io.fleetman.document.CellStatus;
import io.fleetman.document.Desired;
import io.fleetman.document.HistoryDocument;
import io.fleetman.document.Profile;
import io.fleetman.document.SnapshotMark;
import io.fleetman.document.TriggerDocument;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.Keys;
import io.fleetman.layout.ManifestId;
import io.fleetman.layout.Version;
import io.fleetman.store.DocumentStore;
import io.fleetman.store.FaultyObjectStore;
import io.fleetman.store.InMemoryObjectStore;
import io.fleetman.store.ManualClock;
import io.fleetman.store.Request;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A fleet in memory, with words for what tests do to it. */
public final class TestFleet {
  /** The store's clock and the controller's. */
  public final ManualClock clock = new ManualClock();

  /** The bucket. */
  public final InMemoryObjectStore memory = new InMemoryObjectStore(clock);

  /** The bucket as {@link #fleet} sees it: fails as it is told. */
  public final FaultyObjectStore faulty = new FaultyObjectStore(memory);

  /** The controller's view. */
  public final OpenFleet fleet = new OpenFleet(new DocumentStore(faulty), clock, "me@here");

  private final Path folder;
  private int trees;

  /** With a folder for files. */
  public TestFleet(Path folder) {
    this.folder = folder;
  }

  /** Another controller on the same bucket, to which nothing bad happens. */
  public OpenFleet other() {
    return new OpenFleet(new DocumentStore(memory), clock, "somebody@else");
  }

  /** Does something just before the next request that matches reaches the store. */
  public void justBefore(Predicate<Request> when, Runnable action) {
    boolean[] done = {false};
    faulty.always(
        request -> {
          if (!done[0] && when.test(request)) {
            done[0] = true;
            action.run();
          }
          return false;
        },
        FaultyObjectStore.Fault.UNREACHABLE);
  }

  /** Requests of a kind for keys that end so. */
  public static Predicate<Request> request(Request.Kind kind, String end) {
    return r -> r.kind() == kind && r.key().endsWith(end);
  }

  /** A folder with these files. */
  public Path folder(Map<String, String> files) {
    Path root = folder.resolve("tree-" + trees++);
    try {
      Files.createDirectories(root);
      for (var file : files.entrySet()) {
        Path path = root.resolve(file.getKey());
        Files.createDirectories(Objects.requireNonNull(path.getParent()));
        Files.writeString(path, file.getValue());
        if (file.getValue().startsWith("#!")) {
          if (!path.toFile().setExecutable(true)) {
            throw new IOException("cannot make executable: " + path);
          }
        }
      }
      return root;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** These files, hashed. */
  public HashedTree tree(Map<String, String> files) {
    return HashedTree.of(FileTree.scan(folder(files), List.of()));
  }

  /** Applies a manifest, as YAML. */
  public Definition.Service manifest(String yaml) {
    Definition.Service service = ServiceFile.parse("fleetman.yaml", yaml);
    var _ = new Manifests(other()).apply(service.manifest(), service.spec(), null);
    return service;
  }

  /** A manifest {@code web} of files only. */
  public void web() {
    var _ = manifest("{manifest: web, profile: deploy, variables: {port: 80}}");
  }

  /** A sealed deployment of {@code web}. */
  public void sealed(String version, Map<String, String> files) {
    Deployments deployments = new Deployments(other());
    ManifestId web = new ManifestId("web");
    var _ =
        deployments.upload(
            web, new Version(version), tree(files), Deployments.Mode.REPLACE, UploadListener.NONE);
    var _ = deployments.seal(web, new Version(version), null);
  }

  /** Maps {@code web} onto a node. */
  public CellRef cell(String ref) {
    CellRef cell = CellRef.parse(ref);
    var _ = new Cells(other()).map(cell, new ManifestId("web"), new TreeMap<>(), null);
    return cell;
  }

  /** The trigger as it stands. */
  public TriggerDocument trigger(CellRef cell) {
    return other()
        .documents()
        .read(Keys.trigger(cell), TriggerDocument.class)
        .found()
        .orElseThrow(() -> new AssertionError("no trigger for " + cell));
  }

  /** The mark of a version as it stands; null if there is none. */
  public @Nullable SnapshotMark mark(CellRef cell, String version) {
    return other()
        .documents()
        .read(Keys.snapshot(cell, new Version(version)), SnapshotMark.class)
        .found()
        .orElse(null);
  }

  /** The committed snapshot of a version. */
  public SnapshotMark.Snapshot snapshot(CellRef cell, String version) {
    if (mark(cell, version) instanceof SnapshotMark.Snapshot snapshot) {
      return snapshot;
    }
    throw new AssertionError(version + " of " + cell + " is not committed: " + mark(cell, version));
  }

  /** The agent says what came of the trigger as it stands. */
  public CellStatus says(CellRef cell, CellState state, @Nullable String running) {
    TriggerDocument trigger = trigger(cell);
    Long sequence = trigger.sequence();
    CellStatus status =
        new CellStatus(
            cell.node(),
            cell.cell(),
            trigger.cellUid(),
            new ManifestId("web"),
            Profile.SYSTEMD,
            sequence == null ? 1 : sequence,
            trigger.id(),
            trigger.deployId(),
            trigger.restartId(),
            state,
            trigger.version(),
            running == null ? null : new Version(running),
            state.isSuccess() ? null : "it said so",
            List.of(),
            clock.instant(),
            clock.instant());
    memory.plant(Keys.status(cell), Json.write(status));
    return status;
  }

  /** The agent says so, and writes history. */
  public void ends(CellRef cell, CellState state, @Nullable String running) {
    CellStatus status = says(cell, state, running);
    HistoryDocument history =
        new HistoryDocument(
            status.deployId(),
            status.triggerId(),
            trigger(cell).desired() == Desired.RUNNING ? "deploy" : "stop",
            state,
            status.version(),
            null,
            status.running(),
            status.reason(),
            List.of(),
            1,
            1,
            clock.instant(),
            clock.instant(),
            null);
    memory.plant(Keys.history(cell, status.deployId()), Json.write(history));
  }
}
