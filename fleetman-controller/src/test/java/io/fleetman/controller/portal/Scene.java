package io.fleetman.controller.portal;

import io.fleetman.codec.Json;
import io.fleetman.controller.cell.Cells;
import io.fleetman.controller.deployment.Deployments;
import io.fleetman.controller.manifest.Definition;
import io.fleetman.controller.manifest.Manifests;
import io.fleetman.controller.manifest.ServiceFile;
import io.fleetman.controller.publish.PublishListener;
import io.fleetman.controller.publish.PublishRequest;
import io.fleetman.controller.publish.Publisher;
import io.fleetman.controller.support.OpenFleet;
import io.fleetman.controller.tree.FileTree;
import io.fleetman.controller.tree.HashedTree;
import io.fleetman.controller.tree.UploadListener;
import io.fleetman.document.CellReport;
import io.fleetman.document.CellState;
import io.fleetman.document.CellStatus;
import io.fleetman.document.Drift;
import io.fleetman.document.Heartbeat;
import io.fleetman.document.HistoryDocument;
import io.fleetman.document.NodeReport;
import io.fleetman.document.Profile;
import io.fleetman.document.TriggerDocument;
import io.fleetman.layout.CellId;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.Keys;
import io.fleetman.layout.ManifestId;
import io.fleetman.layout.NodeId;
import io.fleetman.layout.Version;
import io.fleetman.store.InMemoryObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Sets the scene for tests of pages and resources: what operators and agents have done before. */
public final class Scene {
  /** The service of all scenes. */
  public static final ManifestId WEB = new ManifestId("web");

  private final OpenFleet fleet;
  private final InMemoryObjectStore memory;
  private final Path folder;
  private final Map<NodeId, List<CellReport>> reports = new TreeMap<>();
  private int trees;

  /**
   * @param fleet somebody else's view of it
   * @param memory its bucket
   * @param folder for files
   */
  public Scene(OpenFleet fleet, InMemoryObjectStore memory, Path folder) {
    this.fleet = fleet;
    this.memory = memory;
    this.folder = folder;
  }

  /** The manifest {@code web}. */
  public Scene web() {
    Definition.Service service =
        ServiceFile.parse(
            "fleetman.yaml",
            "{manifest: web, profile: systemd, command: bin/web, variables: {port: 80}}");
    var _ = new Manifests(fleet).apply(service.manifest(), service.spec(), null);
    return this;
  }

  /** A sealed version of {@code web}. */
  public Scene sealed(String version, Map<String, String> files) {
    Path tree = folder.resolve("scene-" + trees++);
    Map<String, String> all = new TreeMap<>(files);
    all.putIfAbsent("bin/web", "#!/bin/sh\n");
    try {
      for (var file : all.entrySet()) {
        Path path = tree.resolve(file.getKey());
        Files.createDirectories(path.getParent());
        Files.writeString(path, file.getValue());
        if (file.getValue().startsWith("#!") && !path.toFile().setExecutable(true)) {
          throw new IOException("cannot make executable: " + path);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Deployments deployments = new Deployments(fleet);
    var _ =
        deployments.upload(
            WEB,
            new Version(version),
            HashedTree.of(FileTree.scan(tree, List.of())),
            Deployments.Mode.REPLACE,
            UploadListener.NONE);
    var _ = deployments.seal(WEB, new Version(version), null);
    return this;
  }

  /** Maps {@code web} onto a node. */
  public CellRef cell(String ref) {
    CellRef cell = CellRef.parse(ref);
    var _ = new Cells(fleet).map(cell, WEB, new TreeMap<>(), null);
    return cell;
  }

  /** Publishes. */
  public Scene published(CellRef cell, String version) {
    var _ =
        new Publisher(fleet)
            .publish(
                new PublishRequest(cell, new Version(version), false, "for the scene"),
                PublishListener.NONE);
    return this;
  }

  /** The trigger as it stands. */
  public TriggerDocument trigger(CellRef cell) {
    return fleet
        .documents()
        .read(Keys.trigger(cell), TriggerDocument.class)
        .found()
        .orElseThrow(() -> new AssertionError("no trigger for " + cell));
  }

  /** The node says what came of the last command, and reports the cell. */
  public Scene ends(
      CellRef cell,
      CellState state,
      @Nullable String running,
      @Nullable String reason,
      List<String> log,
      Drift... drift) {
    TriggerDocument trigger = trigger(cell);
    Long sequence = trigger.sequence();
    Instant now = fleet.clock().instant();
    Version version = running == null ? null : new Version(running);
    CellStatus status =
        new CellStatus(
            cell.node(),
            cell.cell(),
            trigger.cellUid(),
            WEB,
            Profile.SYSTEMD,
            sequence == null ? 1 : sequence,
            trigger.id(),
            trigger.deployId(),
            trigger.restartId(),
            state,
            trigger.version(),
            version,
            reason,
            log,
            now.minusSeconds(3),
            now);
    memory.plant(Keys.status(cell), Json.write(status));
    if (state.isEnd()) {
      memory.plant(
          Keys.history(cell, trigger.deployId()),
          Json.write(
              new HistoryDocument(
                  trigger.deployId(),
                  trigger.id(),
                  "deploy",
                  state,
                  trigger.version(),
                  null,
                  version,
                  reason,
                  log,
                  2,
                  4096,
                  now.minusSeconds(3),
                  now,
                  trigger.author())));
    }
    List<CellReport> cells = reports.computeIfAbsent(cell.node(), _ -> new ArrayList<>());
    cells.removeIf(c -> c.cell().equals(cell.cell()));
    cells.add(
        new CellReport(
            cell.cell(),
            WEB,
            Profile.SYSTEMD,
            state,
            trigger.version(),
            version,
            state == CellState.FAILED ? "failed" : "up",
            2,
            List.of(drift),
            reason,
            log));
    node(cell.node().toString(), Map.of("zone", "a"));
    return this;
  }

  /** The node's agent is heard of. */
  public Scene node(String name, Map<String, String> labels) {
    NodeId node = new NodeId(name);
    long gb = 1L << 30;
    TreeMap<CellId, CellState> words = new TreeMap<>();
    List<CellReport> cells = reports.getOrDefault(node, List.of());
    cells.forEach(c -> words.put(c.cell(), c.state()));
    int seed = Math.floorMod(name.hashCode(), 50);
    memory.plant(
        Keys.heartbeat(node),
        Json.write(
            new Heartbeat(
                node,
                "inc-1",
                1,
                "0.1.0",
                86_400,
                10,
                2,
                5 + seed,
                gb + seed * (gb >> 5),
                4 * gb,
                20 * gb + seed * gb,
                100 * gb,
                words,
                null,
                fleet.clock().instant().minusSeconds(200))));
    memory.plant(
        Keys.report(node),
        Json.write(
            new NodeReport(
                node,
                "0.1.0",
                name + ".example",
                "Debian GNU/Linux 13 (trixie)",
                "amd64",
                new TreeMap<>(labels),
                new TreeMap<>(Map.of(Profile.SYSTEMD, "system", Profile.DEPLOY, "files")),
                cells,
                List.of())));
    memory.plant(Keys.doorbell(node), name + fleet.newId());
    return this;
  }
}
