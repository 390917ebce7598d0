package io.fleetman.controller.publish;

import io.fleetman.codec.Json;
import io.fleetman.codec.Sha256;
import io.fleetman.controller.support.Refusal;
import io.fleetman.controller.tree.TreeCheck;
import io.fleetman.document.Author;
import io.fleetman.document.CellDocument;
import io.fleetman.document.DeploymentDocument;
import io.fleetman.document.Limits;
import io.fleetman.document.ManifestSpec;
import io.fleetman.document.OverridesDocument;
import io.fleetman.document.SnapshotMark;
import io.fleetman.document.TreeEntry;
import io.fleetman.layout.RelativePath;
import io.fleetman.layout.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot before it is made: deployment, overrides, variables and limits resolved. Pure.
 *
 * @param cell for which cell
 * @param deployment from which deployment
 * @param spec the definition, limits resolved
 * @param variables the manifest's with the cell's over them
 * @param files the index; keys are the sources' still
 * @param templates overrides whose tokens are to be looked at: the deployment's were, when sealed
 * @param inputs sha256 over deployment, spec, variables and files, wherever their bytes are
 */
record SnapshotPlan(
    CellDocument cell,
    Version deployment,
    ManifestSpec spec,
    SortedMap<String, String> variables,
    SortedMap<RelativePath, TreeEntry> files,
    List<RelativePath> templates,
    String inputs) {
  private record Inputs(
      Version deployment,
      ManifestSpec spec,
      Map<String, String> variables,
      SortedMap<RelativePath, TreeEntry> files) {}

  /**
   * Resolves everything.
   *
   * @param profile the limits of the resource profile that the definition names; null if it names
   *     none
   * @throws Refusal if the deployment is no sealed one, or the overrides break it
   */
  static SnapshotPlan of(
      CellDocument cell,
      DeploymentDocument deployment,
      @Nullable OverridesDocument overrides,
      @Nullable Limits profile) {
    ManifestSpec sealed = deployment.spec();
    if (sealed == null) {
      throw new Refusal.Invalid(
          deployment.manifest() + " " + deployment.version() + " is a draft: seal it first");
    }
    ManifestSpec spec =
        sealed.withLimits(profile == null ? sealed.limits() : sealed.limits().over(profile));
    SortedMap<String, String> variables = new TreeMap<>(spec.variables());
    variables.putAll(cell.variables());
    SortedMap<RelativePath, TreeEntry> files = new TreeMap<>(deployment.files());
    List<RelativePath> templates = List.of();
    if (overrides != null && !overrides.files().isEmpty()) {
      lay(overrides.files(), files);
      templates =
          TreeCheck.templates(spec, files).stream()
              .filter(path -> overrides.files().containsKey(path))
              .toList();
      refuse(cell, TreeCheck.problems(spec, files));
    }
    return new SnapshotPlan(
        cell,
        deployment.version(),
        spec,
        variables,
        files,
        templates,
        inputs(deployment.version(), spec, variables, files));
  }

  /** The mark that commits it. */
  SnapshotMark.Snapshot mark(
      Version version, SortedMap<RelativePath, TreeEntry> copied, Author author) {
    return new SnapshotMark.Snapshot(
        cell.node(),
        cell.cell(),
        cell.manifest(),
        version,
        deployment,
        inputs,
        spec,
        variables,
        copied,
        author);
  }

  /** Refuses overrides whose tokens nobody can fill in. */
  void checkTemplates(Map<RelativePath, byte[]> bodies) {
    List<String> problems = new ArrayList<>();
    bodies.forEach(
        (path, body) ->
            problems.addAll(TreeCheck.templateProblems(path, body, variables.keySet())));
    refuse(cell, problems);
  }

  private static void refuse(CellDocument cell, List<String> problems) {
    if (!problems.isEmpty()) {
      throw new Refusal.Invalid(
          problems.stream().map(p -> "with the overrides of " + cell.ref() + ", " + p).toList());
    }
  }

  private static void lay(
      SortedMap<RelativePath, TreeEntry> overrides, SortedMap<RelativePath, TreeEntry> files) {
    overrides.forEach(
        (path, entry) -> {
          if (entry.deleted()) {
            files.keySet().removeIf(p -> p.equals(path) || path.isParentOf(p));
          }
        });
    overrides.forEach(
        (path, entry) -> {
          if (!entry.deleted()) {
            files.put(path, entry);
          }
        });
  }

  private static String inputs(
      Version deployment,
      ManifestSpec spec,
      Map<String, String> variables,
      SortedMap<RelativePath, TreeEntry> files) {
    SortedMap<RelativePath, TreeEntry> bare = new TreeMap<>();
    files.forEach((path, entry) -> bare.put(path, entry.withoutKey()));
    return Sha256.of(Json.write(new Inputs(deployment, spec, variables, bare)));
  }
}
