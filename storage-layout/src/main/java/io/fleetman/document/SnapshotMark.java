package io.fleetman.document;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.fleetman.layout.CellId;
import io.fleetman.layout.ManifestId;
import io.fleetman.layout.NodeId;
import io.fleetman.layout.RelativePath;
import io.fleetman.layout.Version;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * {@code cells/<node>/<cell>/versions/<version>/manifest.json}, the commit mark: what stands there
 * decides whether the version exists on this cell.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = SnapshotMark.Snapshot.class, name = "snapshot"),
  @JsonSubTypes.Type(value = SnapshotMark.Deleted.class, name = "deleted"),
  @JsonSubTypes.Type(value = SnapshotMark.Aborted.class, name = "aborted")
})
public sealed interface SnapshotMark {
  /**
   * The version exists, whole: deployment and overrides resolved, hashed and copied.
   *
   * @param node the node it was made for
   * @param cell the cell it was made for
   * @param manifest whose
   * @param version its name on this cell
   * @param deployment the deployment it was made from
   * @param inputs sha256 over spec, variables and files: two snapshots with the same inputs are the
   *     same
   * @param spec the definition, limits resolved
   * @param variables the manifest's with the cell's over them
   * @param files the tree's index
   * @param author who published it; null if written by hand
   */
  record Snapshot(
      NodeId node,
      CellId cell,
      ManifestId manifest,
      Version version,
      Version deployment,
      String inputs,
      ManifestSpec spec,
      Map<String, String> variables,
      SortedMap<RelativePath, TreeEntry> files,
      @Nullable Author author)
      implements SnapshotMark {
    /**
     * Fills in what a hand-written mark may leave out: deployment, inputs, variables, author.
     *
     * @throws NullPointerException if node, cell, manifest, version, spec or files are missing
     */
    public Snapshot {
      Objects.requireNonNull(node, "node is missing");
      Objects.requireNonNull(cell, "cell is missing");
      Objects.requireNonNull(manifest, "manifest is missing");
      Objects.requireNonNull(version, "version is missing");
      Objects.requireNonNull(spec, "spec is missing");
      Objects.requireNonNull(files, "files is missing");
      files.forEach(
          (path, entry) -> Objects.requireNonNull(entry, () -> "files has nothing for " + path));
      deployment = Defaults.or(deployment, version);
      inputs = Defaults.or(inputs, "");
      variables = Defaults.map(variables);
    }
  }

  /** The version was deleted; its name is not used again on this cell. */
  record Deleted(Version version, Author author) implements SnapshotMark {}

  /** A half-made version was cleaned up; a publisher may commit over this by a swap. */
  record Aborted(Version version, Author author) implements SnapshotMark {}
}
