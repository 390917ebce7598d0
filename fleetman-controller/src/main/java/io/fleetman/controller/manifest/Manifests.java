package io.fleetman.controller.manifest;

import io.fleetman.controller.support.Listing;
import io.fleetman.controller.support.OpenFleet;
import io.fleetman.controller.support.Parallel;
import io.fleetman.controller.support.Refusal;
import io.fleetman.document.CellDocument;
import io.fleetman.document.ManifestDocument;
import io.fleetman.document.ManifestSpec;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.KeyParser;
import io.fleetman.layout.Keys;
import io.fleetman.layout.KnownKey;
import io.fleetman.layout.ManifestId;
import io.fleetman.store.Read;
import io.fleetman.store.WriteResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The fleet's manifests. */
public final class Manifests {
  // More leftovers than this of writers that died between revision and manifest are no accident.
  private static final int SKIP = 50;

  private final OpenFleet fleet;

  /** Of this fleet. */
  public Manifests(OpenFleet fleet) {
    this.fleet = fleet;
  }

  /**
   * Makes or changes a manifest; writes nothing if it is so already.
   *
   * @throws Refusal if the definition has problems, or somebody else changed it at the same time
   */
  public Applied apply(ManifestId manifest, ManifestSpec spec, @Nullable String reason) {
    return apply(manifest, spec, null, reason);
  }

  /**
   * The same.
   *
   * @param text the definition as somebody wrote it, which is kept with the revision; another text
   *     alone is a change, too; null if it was not written as YAML
   */
  public Applied apply(
      ManifestId manifest, ManifestSpec spec, @Nullable String text, @Nullable String reason) {
    return apply(read(manifest), manifest, spec, text, reason);
  }

  private Applied apply(
      Read<ManifestDocument> read,
      ManifestId manifest,
      ManifestSpec spec,
      @Nullable String text,
      @Nullable String reason) {
    check(spec);
    String kept = text == null ? null : ManifestText.kept(manifest, spec, text).orElse(null);
    Applied applied = compare(manifest, spec, kept, read);
    if (applied.change() == Applied.Change.UNCHANGED) {
      return applied;
    }
    ManifestDocument written = write(read, manifest, spec, kept, false, reason);
    return new Applied(applied.what(), applied.change(), written.revision());
  }

  /**
   * Changes a manifest that somebody looked at.
   *
   * @param text as for {@link #apply}
   * @param seen the revision that they saw; 0: none, so that there must be none
   * @throws Refusal.Conflict if it is another one by now, which stays as it is
   */
  public Applied edit(
      ManifestId manifest,
      ManifestSpec spec,
      @Nullable String text,
      int seen,
      @Nullable String reason) {
    Read<ManifestDocument> read = read(manifest);
    int now = read.found().filter(m -> !m.deleted()).map(ManifestDocument::revision).orElse(0);
    if (now != seen) {
      throw now == 0
          ? new Refusal.Conflict("manifest " + manifest + " was deleted meanwhile")
          : seen == 0
              ? new Refusal.Conflict(
                  "there is a manifest " + manifest + " already: choose another name")
              : another(manifest, now, seen);
    }
    return apply(read, manifest, spec, text, reason);
  }

  /** What {@link #apply} would do. */
  public Applied preview(ManifestId manifest, ManifestSpec spec) {
    return preview(manifest, spec, null);
  }

  /** The same with a text. */
  public Applied preview(ManifestId manifest, ManifestSpec spec, @Nullable String text) {
    check(spec);
    String kept = text == null ? null : ManifestText.kept(manifest, spec, text).orElse(null);
    return compare(manifest, spec, kept, read(manifest));
  }

  /** All of them, by name. */
  public List<ManifestDocument> list() {
    List<ManifestId> names = new ArrayList<>();
    for (var entry : Listing.level(fleet.objects(), Keys.manifests()).objects()) {
      if (KeyParser.parse(entry.key()).orElse(null) instanceof KnownKey.Manifest(var manifest)) {
        names.add(manifest);
      }
    }
    return Parallel.map(names, this::find).stream().flatMap(Optional::stream).toList();
  }

  /** The current revision, if there is such a manifest. */
  public Optional<ManifestDocument> find(ManifestId manifest) {
    return read(manifest).found().filter(m -> !m.deleted());
  }

  /** The current revision. */
  public ManifestDocument get(ManifestId manifest) {
    return find(manifest).orElseThrow(() -> absent(manifest));
  }

  /**
   * One of them, of which a cell with these variables may be.
   *
   * @throws Refusal if there is none, or it has no such variable
   */
  public ManifestDocument taking(ManifestId manifest, Map<String, String> variables) {
    ManifestDocument found = get(manifest);
    check(found.spec(), variables);
    return found;
  }

  /**
   * Looks at what a cell sets for a manifest's variables.
   *
   * @throws Refusal.Invalid if the manifest has no such variable, or a value cannot be one
   */
  public static void check(ManifestSpec spec, Map<String, String> variables) {
    List<String> problems = SpecCheck.problems(spec, variables);
    if (!problems.isEmpty()) {
      throw new Refusal.Invalid(problems);
    }
  }

  /**
   * Makes a manifest with the definition of another.
   *
   * @throws Refusal.Conflict if there is one of that name already
   */
  public ManifestDocument duplicate(ManifestId from, ManifestId to, @Nullable String reason) {
    ManifestDocument source = get(from);
    Read<ManifestDocument> read = read(to);
    refuseTaken(read, to);
    String text = ManifestText.renamed(source, to).orElse(null);
    return write(read, to, source.spec(), text, false, reason);
  }

  /** What {@link #duplicate} would copy; refuses what it would refuse. */
  public ManifestSpec duplicable(ManifestId from, ManifestId to) {
    ManifestDocument source = get(from);
    refuseTaken(read(to), to);
    return source.spec();
  }

  private static void refuseTaken(Read<ManifestDocument> read, ManifestId name) {
    if (read.found().filter(m -> !m.deleted()).isPresent()) {
      throw new Refusal.Conflict("there is a manifest " + name + " already: choose another name");
    }
  }

  /** Takes a manifest away; refused while cells use it. */
  public void delete(ManifestId manifest, @Nullable String reason) {
    delete(manifest, null, reason);
  }

  /**
   * The same, for whoever looked at it.
   *
   * @param seen the revision that they saw; null: whichever that is
   * @throws Refusal.Conflict if it is another one by now, which stays as it is
   */
  public void delete(ManifestId manifest, @Nullable Integer seen, @Nullable String reason) {
    Read<ManifestDocument> read = read(manifest);
    ManifestDocument old =
        read.found().filter(m -> !m.deleted()).orElseThrow(() -> absent(manifest));
    if (seen != null && seen != old.revision()) {
      throw another(manifest, old.revision(), seen);
    }
    List<CellRef> users = users(manifest);
    if (!users.isEmpty()) {
      throw new Refusal.Invalid(
          "manifest " + manifest + " is used by " + users + ": remove these cells first");
    }
    var _ = write(read, manifest, old.spec(), old.text(), true, reason);
  }

  /**
   * The definition as an agent would get it, its resource profile resolved; of one that is gone
   * nothing is left.
   */
  public ManifestSpec resolved(ManifestSpec spec) {
    String profile = spec.resourceProfile();
    return profile == null
        ? spec
        : new ResourceProfiles(fleet)
            .find(profile)
            .map(p -> spec.withLimits(spec.limits().over(p.limits())))
            .orElseGet(() -> spec.withLimits(spec.limits()));
  }

  /** The cells that it is mapped onto. */
  public List<CellRef> users(ManifestId manifest) {
    List<String> keys = new ArrayList<>();
    for (String node : Listing.level(fleet.objects(), Keys.cells()).folders()) {
      for (String folder : Listing.level(fleet.objects(), node).folders()) {
        keys.add(folder + "cell.json");
      }
    }
    return Parallel.map(
            keys.stream().filter(k -> KeyParser.parse(k).isPresent()).toList(),
            key -> fleet.documents().read(key, CellDocument.class).found())
        .stream()
        .flatMap(Optional::stream)
        .filter(c -> !c.removed() && c.manifest().equals(manifest))
        .map(CellDocument::ref)
        .toList();
  }

  private Read<ManifestDocument> read(ManifestId manifest) {
    return fleet.documents().read(Keys.manifest(manifest), ManifestDocument.class);
  }

  private static Applied compare(
      ManifestId manifest, ManifestSpec spec, @Nullable String text, Read<ManifestDocument> read) {
    String what = "manifest " + manifest;
    ManifestDocument old = read.found().orElse(null);
    if (old == null || old.deleted()) {
      return new Applied(what, Applied.Change.CREATED, old == null ? 1 : old.revision() + 1);
    }
    return old.spec().equals(spec) && (text == null || text.equals(ManifestText.of(old)))
        ? new Applied(what, Applied.Change.UNCHANGED, old.revision())
        : new Applied(what, Applied.Change.CHANGED, old.revision() + 1);
  }

  private void check(ManifestSpec spec) {
    List<String> problems = new ArrayList<>(SpecCheck.problems(spec));
    problems.addAll(strangers(spec));
    if (!problems.isEmpty()) {
      throw new Refusal.Invalid(problems);
    }
  }

  /** Problems with what a definition names and this fleet has not, a sentence each. */
  public List<String> strangers(ManifestSpec spec) {
    String profile = spec.resourceProfile();
    return profile != null && new ResourceProfiles(fleet).find(profile).isEmpty()
        ? List.of("resourceProfile: there is no '" + profile + "': apply it first")
        : List.of();
  }

  // The revision comes first, so that a current manifest always has its revision beside it. A
  // revision without a manifest that names it is what a writer left that died in between.
  private ManifestDocument write(
      Read<ManifestDocument> read,
      ManifestId manifest,
      ManifestSpec spec,
      @Nullable String text,
      boolean deleted,
      @Nullable String reason) {
    int first = read.found().map(ManifestDocument::revision).orElse(0) + 1;
    for (int revision = first; revision < first + SKIP; revision++) {
      ManifestDocument next =
          new ManifestDocument(manifest, revision, spec, deleted, text, fleet.author(reason));
      String key = Keys.manifestRevision(manifest, revision);
      if (fleet.documents().create(key, next, ManifestDocument.class)
          instanceof WriteResult.Lost<ManifestDocument>) {
        continue;
      }
      return switch (fleet
          .documents()
          .replace(Keys.manifest(manifest), next, ManifestDocument.class, read)) {
        case WriteResult.Written<ManifestDocument> _ -> next;
        case WriteResult.Lost<ManifestDocument> _ ->
            throw new Refusal.Conflict(
                "manifest "
                    + manifest
                    + " was changed by somebody else at the same time: look at it, then apply"
                    + " again");
      };
    }
    throw new Refusal.Conflict("manifest " + manifest + " is being changed over and over: wait");
  }

  private static Refusal another(ManifestId manifest, int now, int seen) {
    return new Refusal.Conflict(
        "manifest " + manifest + " is at revision " + now + " by now, not " + seen);
  }

  private static Refusal absent(ManifestId manifest) {
    return new Refusal.NotFound(
        "there is no manifest " + manifest + ": make it with 'fleetman apply'");
  }
}
