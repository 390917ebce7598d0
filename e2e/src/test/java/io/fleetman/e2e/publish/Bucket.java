package io.fleetman.e2e.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleetman.codec.Sha256;
import io.fleetman.controller.cell.Cells;
import io.fleetman.controller.deploy.DeployListener;
import io.fleetman.controller.deploy.DeployOptions;
import io.fleetman.controller.deploy.DeployService;
import io.fleetman.controller.deployment.Deployments;
import io.fleetman.controller.doctor.Doctor;
import io.fleetman.controller.doctor.Finding;
import io.fleetman.controller.manifest.Definition;
import io.fleetman.controller.manifest.Manifests;
import io.fleetman.controller.manifest.ServiceFile;
import io.fleetman.controller.publish.Outcome;
import io.fleetman.controller.publish.PublishListener;
import io.fleetman.controller.publish.PublishRequest;
import io.fleetman.controller.publish.Publisher;
import io.fleetman.controller.support.Listing;
import io.fleetman.controller.support.OpenFleet;
import io.fleetman.controller.support.Parallel;
import io.fleetman.controller.tree.FileTree;
import io.fleetman.controller.tree.HashedTree;
import io.fleetman.controller.tree.UploadListener;
import io.fleetman.document.DeploymentDocument;
import io.fleetman.document.OverridesDocument;
import io.fleetman.document.SnapshotMark;
import io.fleetman.document.TreeEntry;
import io.fleetman.document.TriggerDocument;
import io.fleetman.killpoint.KillPoint;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.KeyParser;
import io.fleetman.layout.Keys;
import io.fleetman.layout.KnownKey;
import io.fleetman.layout.ManifestId;
import io.fleetman.layout.Version;
import io.fleetman.store.GetResult;
import io.fleetman.store.ListPage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/** A fleet's bucket, with words for what publishers do to it and for what must hold in it. */
final class Bucket {
  static final ManifestId WEB = new ManifestId("web");

  private final OpenFleet fleet;
  private final Path folder;

  Bucket(OpenFleet fleet, Path folder) {
    this.fleet = fleet;
    this.folder = folder;
  }

  OpenFleet fleet() {
    return fleet;
  }

  /** The manifest of files only that all cells have. */
  void manifest() {
    Definition.Service web = ServiceFile.parse("fleetman.yaml", "{manifest: web, profile: deploy}");
    var _ = new Manifests(fleet).apply(WEB, web.spec(), null);
  }

  /** A folder with these files. */
  Path files(Map<String, String> content) {
    try {
      Path root = folder.resolve("tree-" + UUID.randomUUID());
      for (var file : content.entrySet()) {
        Path path = root.resolve(file.getKey());
        Files.createDirectories(Objects.requireNonNull(path.getParent()));
        Files.writeString(path, file.getValue());
      }
      return root;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A draft with these files. */
  void draft(String version, Map<String, String> content) {
    var _ =
        new Deployments(fleet)
            .upload(
                WEB,
                new Version(version),
                HashedTree.of(FileTree.scan(files(content), List.of())),
                Deployments.Mode.REPLACE,
                UploadListener.NONE);
  }

  /** A sealed deployment with these files. */
  void sealed(String version, Map<String, String> content) {
    draft(version, content);
    var _ = new Deployments(fleet).seal(WEB, new Version(version), null);
  }

  /** Three files whose content is the version's own. */
  static Map<String, String> content(String version) {
    return new TreeMap<>(
        Map.of("VERSION", version, "lib/a b.txt", "a of " + version, "lib/ü", "u of " + version));
  }

  CellRef cell(String ref) {
    CellRef cell = CellRef.parse(ref);
    var _ = new Cells(fleet).map(cell, WEB, new TreeMap<>(), null);
    return cell;
  }

  Outcome publish(CellRef cell, String version) {
    return new Publisher(fleet)
        .publish(new PublishRequest(cell, new Version(version), false, null), PublishListener.NONE);
  }

  /** A folder with one file of this content becomes the version of this one cell. */
  Outcome deploy(CellRef cell, String version, String content) {
    String yaml =
        "{manifest: web, profile: deploy, cells: [{node: %s, id: %s}]}"
            .formatted(cell.node(), cell.cell());
    Path service = files(Map.of("fleetman.yaml", yaml, "VERSION", content));
    DeployService deploy = new DeployService(fleet, _ -> Optional.empty());
    DeployOptions options = new DeployOptions(new Version(version), false, null);
    return deploy
        .execute(deploy.prepare(service, options), options, DeployListener.NONE)
        .getFirst();
  }

  /** A publisher that copied everything and then ended. */
  void diesBeforeTheMark(CellRef cell, String version) {
    OpenFleet dying =
        new OpenFleet(
            fleet.documents(),
            fleet.clock(),
            "a publisher that died",
            point -> {
              if (point == KillPoint.PUBLISH_COPIED) {
                throw new Ended();
              }
            });
    assertThatThrownBy(() -> new Bucket(dying, folder).publish(cell, version))
        .isInstanceOf(Ended.class);
  }

  private static final class Ended extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** Every key under a prefix. */
  List<String> keys(String prefix) {
    return Listing.all(fleet.objects(), prefix).objects().stream()
        .map(ListPage.Entry::key)
        .toList();
  }

  Optional<TriggerDocument> trigger(CellRef cell) {
    return fleet.documents().read(Keys.trigger(cell), TriggerDocument.class).found();
  }

  Optional<SnapshotMark> mark(CellRef cell, Version version) {
    return fleet.documents().read(Keys.snapshot(cell, version), SnapshotMark.class).found();
  }

  Optional<DeploymentDocument> deployment(String version) {
    return new Deployments(fleet).find(WEB, new Version(version));
  }

  Optional<OverridesDocument> overrides(CellRef cell) {
    return fleet.documents().read(Keys.overrides(cell), OverridesDocument.class).found();
  }

  /** The cell's versions that exist. */
  List<SnapshotMark.Snapshot> committed(CellRef cell) {
    return Parallel.map(
            Listing.level(fleet.objects(), Keys.versions(cell)).versions(), v -> mark(cell, v))
        .stream()
        .flatMap(Optional::stream)
        .filter(SnapshotMark.Snapshot.class::isInstance)
        .map(SnapshotMark.Snapshot.class::cast)
        .toList();
  }

  /**
   * Invariants 2 and 3: whatever exists is whole, read to the last byte, and the trigger names what
   * exists and is not retired.
   */
  void assertWhole(CellRef cell) {
    for (SnapshotMark.Snapshot snapshot : committed(cell)) {
      assertThat(snapshot.files()).as("files of " + snapshot.version()).isNotEmpty();
      assertBytes(cell + " " + snapshot.version(), snapshot.files().values());
    }
    trigger(cell)
        .ifPresent(
            trigger -> {
              Version named = trigger.version();
              if (named != null) {
                assertThat(mark(cell, named).orElse(null))
                    .as("what the trigger of " + cell + " names")
                    .isInstanceOf(SnapshotMark.Snapshot.class);
                assertThat(trigger.retired()).doesNotContain(named);
              }
            });
  }

  /** Invariant 1: what an index names is there, and is the very bytes that were hashed. */
  void assertBytes(String what, Collection<TreeEntry> entries) {
    Parallel.forEach(
        entries,
        entry -> {
          String key = Objects.requireNonNull(entry.key());
          assertThat(fleet.objects().get(key))
              .as(what + ": " + key)
              .isInstanceOfSatisfying(
                  GetResult.Found.class,
                  found -> assertThat(Sha256.of(found.body())).isEqualTo(entry.sha256()));
        });
  }

  /** Invariant 4: repairs, and then every object that is left is a document or named by one. */
  void assertRepairLeavesNothingBehind() {
    var _ = new Doctor(fleet, Duration.ZERO).repair();
    assertNothingLeftBehind();
  }

  /** Every object is a document or named by one, as far as this can tell without the doctor. */
  void assertNothingLeftBehind() {
    Set<String> named = new HashSet<>();
    List<String> bytes = new ArrayList<>();
    for (String prefix : List.of(Keys.cells(), Keys.deployments())) {
      for (var entry : Listing.all(fleet.objects(), prefix).objects()) {
        switch (KeyParser.parse(entry.key()).orElse(null)) {
          case KnownKey.Snapshot(var cell, var version) -> {
            if (mark(cell, version).orElse(null) instanceof SnapshotMark.Snapshot s) {
              name(s.files().values(), named);
            }
          }
          case KnownKey.Overrides(var cell) ->
              overrides(cell).ifPresent(o -> name(o.files().values(), named));
          case KnownKey.Deployment(var manifest, var version) ->
              name(new Deployments(fleet).get(manifest, version).files().values(), named);
          case KnownKey.SnapshotFile _, KnownKey.OverrideFile _, KnownKey.DeploymentFile _ ->
              bytes.add(entry.key());
          case null -> throw new AssertionError("a stranger: " + entry.key());
          default -> {}
        }
      }
    }
    assertThat(bytes).as("objects of files").containsExactlyInAnyOrderElementsOf(named);
    assertThat(new Doctor(fleet).examine())
        .filteredOn(f -> f.severity() != Finding.Severity.WARNING)
        .isEmpty();
  }

  private static void name(Collection<TreeEntry> entries, Set<String> named) {
    for (TreeEntry entry : entries) {
      String key = entry.key();
      if (key != null) {
        named.add(key);
      }
    }
  }
}
