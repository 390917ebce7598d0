package io.fleetman.controller.deployment;

import io.fleetman.codec.Json;
import io.fleetman.codec.Sha256;
import io.fleetman.controller.tree.FileRules;
import io.fleetman.controller.tree.TreeCheck;
import io.fleetman.document.FileType;
import io.fleetman.document.ManifestSpec;
import io.fleetman.document.TreeEntry;
import io.fleetman.layout.RelativePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What sealing a draft comes to: a manifest's rules applied to its files. Pure.
 *
 * @param files the frozen index
 * @param digest sha256 over definition and files, wherever their bytes are
 * @param leftOut files that no rule selects
 * @param templates files whose tokens are to be looked at
 * @param problems what would fail on a node, but for templates' tokens
 */
public record SealPlan(
    SortedMap<RelativePath, TreeEntry> files,
    String digest,
    List<RelativePath> leftOut,
    List<RelativePath> templates,
    List<String> problems) {
  private record Content(ManifestSpec spec, SortedMap<RelativePath, TreeEntry> files) {}

  /** Of a definition and a draft's index, with or without keys. */
  public static SealPlan of(ManifestSpec spec, SortedMap<RelativePath, TreeEntry> draft) {
    FileRules rules = new FileRules(spec.files());
    SortedMap<RelativePath, TreeEntry> files = new TreeMap<>();
    List<RelativePath> leftOut = new ArrayList<>();
    draft.forEach(
        (path, entry) -> {
          if (rules.selects(path)) {
            files.put(path, rules.apply(path, entry));
          } else {
            leftOut.add(path);
          }
        });
    for (RelativePath folder : rules.folders()) {
      TreeEntry empty = new TreeEntry(FileType.FOLDER, null, 0, null, null, null, "0755", false);
      files.putIfAbsent(folder, rules.apply(folder, empty));
    }
    List<String> problems = new ArrayList<>(rules.problems(draft.keySet()));
    problems.addAll(TreeCheck.problems(spec, files));
    return new SealPlan(
        files, digest(spec, files), leftOut, TreeCheck.templates(spec, files), problems);
  }

  /** All problems, now that the templates' bytes are known. */
  public List<String> problems(ManifestSpec spec, Map<RelativePath, byte[]> bodies) {
    List<String> all = new ArrayList<>(problems);
    bodies.forEach(
        (path, body) ->
            all.addAll(TreeCheck.templateProblems(path, body, spec.variables().keySet())));
    return all;
  }

  private static String digest(ManifestSpec spec, SortedMap<RelativePath, TreeEntry> files) {
    SortedMap<RelativePath, TreeEntry> bare = new TreeMap<>();
    files.forEach((path, e) -> bare.put(path, e.withoutKey()));
    return Sha256.of(Json.write(new Content(spec, bare)));
  }
}
