package io.fleetman.controller.deployment;

import io.fleetman.codec.DocumentException;
import io.fleetman.controller.support.Listing;
import io.fleetman.controller.support.OpenFleet;
import io.fleetman.controller.support.Parallel;
import io.fleetman.controller.support.Refusal;
import io.fleetman.controller.support.Tag;
import io.fleetman.controller.tree.HashedTree;
import io.fleetman.controller.tree.UploadListener;
import io.fleetman.document.DeploymentDocument;
import io.fleetman.document.DeploymentState;
import io.fleetman.document.ManifestDocument;
import io.fleetman.document.TreeEntry;
import io.fleetman.killpoint.KillPoint;
import io.fleetman.layout.InvalidNameException;
import io.fleetman.layout.Keys;
import io.fleetman.layout.ManifestId;
import io.fleetman.layout.RelativePath;
import io.fleetman.layout.Version;
import io.fleetman.store.GetResult;
import io.fleetman.store.Read;
import io.fleetman.store.WriteResult;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The fleet's deployments. */
public final class Deployments {
  private static final Logger LOG = LoggerFactory.getLogger(Deployments.class);

  private final OpenFleet fleet;

  /** Of this fleet. */
  public Deployments(OpenFleet fleet) {
    this.fleet = fleet;
  }

  /** What an upload does with files of the draft that the tree has not. */
  public enum Mode {
    /** They stay. */
    ADD,
    /** They go: the draft becomes the tree. */
    REPLACE
  }

  /** A manifest's deployments, the last changed first by the store's clock. */
  public List<DeploymentDocument> list(ManifestId manifest) {
    return newestFirst(reads(manifest).stream());
  }

  private List<Read<DeploymentDocument>> reads(ManifestId manifest) {
    return Parallel.map(versions(manifest), version -> read(manifest, version));
  }

  // By the store's clock: operators' machines have each their own. It counts whole seconds, and who
  // writes twice in one is mostly one machine.
  private static List<DeploymentDocument> newestFirst(Stream<Read<DeploymentDocument>> reads) {
    return reads
        .flatMap(
            read ->
                read instanceof Read.Found<DeploymentDocument> f ? Stream.of(f) : Stream.empty())
        .sorted(
            Comparator.comparing((Read.Found<DeploymentDocument> f) -> f.lastModified())
                .thenComparing(f -> f.value().author().at())
                .reversed()
                .thenComparing(f -> f.value().manifest())
                .thenComparing(f -> f.value().version()))
        .map(Read.Found::value)
        .toList();
  }

  /** All manifests' deployments, the last changed first by the store's clock. */
  public List<DeploymentDocument> newest() {
    return newestFirst(manifests().stream().flatMap(m -> reads(m).stream()));
  }

  /** All manifests' deployments, or one's; newest first within each manifest. */
  public List<DeploymentDocument> all(@Nullable ManifestId manifest) {
    List<ManifestId> whose = manifest == null ? manifests() : List.of(manifest);
    return whose.stream().flatMap(m -> list(m).stream()).toList();
  }

  /** The manifests that have deployments, by name. */
  public List<ManifestId> manifests() {
    return Listing.level(fleet.objects(), Keys.deployments()).folderNames().stream()
        .flatMap(name -> manifest(name).stream())
        .toList();
  }

  private static Optional<ManifestId> manifest(String folder) {
    try {
      return Optional.of(new ManifestId(folder));
    } catch (InvalidNameException e) {
      return Optional.empty(); // a stranger's
    }
  }

  /** One of them, if it exists. */
  public Optional<DeploymentDocument> find(ManifestId manifest, Version version) {
    return read(manifest, version).found();
  }

  /** One of them. */
  public DeploymentDocument get(ManifestId manifest, Version version) {
    return find(manifest, version).orElseThrow(() -> absent(manifest, version));
  }

  /**
   * A deployment as a node would install it: a draft as the manifest's rules would have it sealed,
   * so that it can be compared with what is sealed.
   */
  public DeploymentDocument asInstalled(DeploymentDocument deployment) {
    if (deployment.digest() != null) {
      return deployment;
    }
    return fleet
        .documents()
        .read(Keys.manifest(deployment.manifest()), ManifestDocument.class)
        .found()
        .filter(m -> !m.deleted())
        .map(m -> SealPlan.of(m.spec(), deployment.files()).files())
        .map(files -> deployment.withFiles(files, deployment.author()))
        .orElse(deployment);
  }

  /**
   * Puts what the draft lacks and swaps its index; makes the draft if there is none.
   *
   * @throws Refusal if it is sealed, or files changed meanwhile
   */
  public UploadResult upload(
      ManifestId manifest, Version version, HashedTree tree, Mode mode, UploadListener listener) {
    Read<DeploymentDocument> read = read(manifest, version);
    DeploymentDocument draft = read.found().orElse(null);
    if (draft == null) {
      refuseClash(manifest, version);
    } else {
      requireDraft(draft);
    }
    SortedMap<RelativePath, TreeEntry> before = draft == null ? new TreeMap<>() : draft.files();
    // Before any byte is sent; a tree that clashes with itself is told so with all else, at seal.
    if (mode == Mode.ADD) {
      SortedMap<RelativePath, TreeEntry> wanted = new TreeMap<>(before);
      wanted.putAll(tree.index());
      DraftFiles.refuse(wanted);
    } else {
      DraftFiles.refuseTooMany(tree.index());
    }
    TreeUpload upload = new TreeUpload(fleet, listener);
    SortedMap<RelativePath, TreeEntry> sent =
        upload.put(manifest, version, tree, before, () -> earlier(manifest, version));
    SortedMap<RelativePath, TreeEntry> files =
        mode == Mode.ADD ? new TreeMap<>(before) : new TreeMap<>();
    files.putAll(sent);
    fleet.passed(KillPoint.UPLOAD_SENT);
    int removed = (int) before.keySet().stream().filter(p -> !files.containsKey(p)).count();
    DeploymentDocument next = draft(draft, manifest, version, files);
    if (draft != null && draft.files().equals(files)) {
      next = draft;
    } else {
      swap(read, next);
    }
    return new UploadResult(
        next, upload.uploaded(), upload.copied(), upload.unchanged(), removed, upload.bytes());
  }

  /**
   * Freezes a draft with the manifest's current revision.
   *
   * @throws Refusal with everything that would fail on a node
   */
  public SealResult seal(ManifestId manifest, Version version, @Nullable String reason) {
    return seal(manifest, version, null, reason);
  }

  /**
   * The same for somebody who looked at the draft.
   *
   * @param seen the {@link Tag} of what they saw; null: whatever it is
   * @throws Refusal.Conflict if it is another by now
   */
  public SealResult seal(
      ManifestId manifest, Version version, @Nullable String seen, @Nullable String reason) {
    Read<DeploymentDocument> read = read(manifest, version);
    DeploymentDocument draft = read.found().orElseThrow(() -> absent(manifest, version));
    if (seen != null && !seen.equals(Tag.of(draft))) {
      throw changed(manifest, version);
    }
    if (draft.state() == DeploymentState.SEALED) {
      return new SealResult(draft, true, List.of());
    }
    requireDraft(draft);
    ManifestDocument definition = definition(manifest);
    SealPlan plan = SealPlan.of(definition.spec(), draft.files());
    List<String> problems = plan.problems(definition.spec(), bodies(plan));
    if (!problems.isEmpty()) {
      throw new Refusal.Invalid(problems);
    }
    fleet.passed(KillPoint.SEAL_CHECKED);
    DeploymentDocument sealed =
        new DeploymentDocument(
            manifest,
            version,
            DeploymentState.SEALED,
            definition.spec(),
            definition.revision(),
            plan.digest(),
            plan.files(),
            draft.swept(),
            fleet.author(reason));
    if (replace(read, sealed) instanceof WriteResult.Lost<DeploymentDocument> lost) {
      DeploymentDocument winner = lost.current().found().orElse(null);
      if (winner == null || !plan.digest().equals(winner.digest())) {
        throw changed(manifest, version);
      }
      return new SealResult(winner, true, plan.leftOut());
    }
    return new SealResult(sealed, false, plan.leftOut());
  }

  /**
   * Refuses a version that differs from an existing one in case alone (invariant 13).
   *
   * @throws Refusal naming the other
   */
  public void refuseClash(ManifestId manifest, Version version) {
    for (Version other : versions(manifest)) {
      if (version.clashesWith(other)) {
        throw new Refusal.Invalid(
            "version "
                + version
                + " differs from "
                + other
                + " of "
                + manifest
                + " in case alone: choose another");
      }
    }
  }

  ManifestDocument definition(ManifestId manifest) {
    return fleet
        .documents()
        .read(Keys.manifest(manifest), ManifestDocument.class)
        .found()
        .filter(m -> !m.deleted())
        .orElseThrow(
            () ->
                new Refusal.NotFound(
                    "there is no manifest " + manifest + ": make it with 'fleetman apply'"));
  }

  private List<Version> versions(ManifestId manifest) {
    return Listing.level(fleet.objects(), Keys.deployments(manifest)).versions();
  }

  // Only to spare bytes that are there already: one that cannot be read spares none.
  private List<DeploymentDocument> earlier(ManifestId manifest, Version version) {
    List<Version> others =
        versions(manifest).stream().filter(other -> !other.equals(version)).toList();
    return newestFirst(Parallel.map(others, other -> readable(manifest, other)).stream()).stream()
        .filter(d -> d.state() != DeploymentState.PURGED)
        .toList();
  }

  private Read<DeploymentDocument> readable(ManifestId manifest, Version version) {
    try {
      return read(manifest, version);
    } catch (DocumentException e) {
      LOG.debug("nothing is taken from it: {}", e.getMessage());
      return new Read.Absent<>();
    }
  }

  Map<RelativePath, byte[]> bodies(SealPlan plan) {
    List<byte[]> read =
        Parallel.map(
            plan.templates(),
            path -> {
              TreeEntry entry = plan.files().get(path);
              String key = entry == null ? null : entry.key();
              if (key == null) {
                throw new IllegalStateException("'" + path + "' has no bytes");
              }
              return switch (fleet.objects().get(key)) {
                case GetResult.Found f -> f.body();
                case GetResult.Absent _ ->
                    throw new Refusal.Invalid(
                        "'" + path + "' has lost its bytes (" + key + "): upload it again");
                case GetResult.Unchanged _ -> throw new IllegalStateException("unconditional GET");
              };
            });
    Map<RelativePath, byte[]> bodies = new TreeMap<>();
    for (int i = 0; i < read.size(); i++) {
      bodies.put(plan.templates().get(i), read.get(i));
    }
    return bodies;
  }

  DeploymentDocument draft(
      @Nullable DeploymentDocument old,
      ManifestId manifest,
      Version version,
      SortedMap<RelativePath, TreeEntry> files) {
    return old == null
        ? DeploymentDocument.draft(manifest, version, files, fleet.author(null))
        : old.withFiles(files, fleet.author(null));
  }

  Read<DeploymentDocument> read(ManifestId manifest, Version version) {
    return fleet.documents().read(Keys.deployment(manifest, version), DeploymentDocument.class);
  }

  void swap(Read<DeploymentDocument> read, DeploymentDocument next) {
    if (replace(read, next) instanceof WriteResult.Lost<DeploymentDocument>) {
      throw changed(next.manifest(), next.version());
    }
  }

  WriteResult<DeploymentDocument> replace(Read<DeploymentDocument> read, DeploymentDocument next) {
    return fleet
        .documents()
        .replace(
            Keys.deployment(next.manifest(), next.version()), next, DeploymentDocument.class, read);
  }

  /**
   * Refuses what is no draft.
   *
   * @throws Refusal saying what it is
   */
  public static void requireDraft(DeploymentDocument deployment) {
    if (deployment.state() != DeploymentState.DRAFT) {
      throw new Refusal.Invalid(
          deployment.manifest()
              + " "
              + deployment.version()
              + " is "
              + word(deployment)
              + ": other content needs a version of its own");
    }
  }

  static String word(DeploymentDocument deployment) {
    return switch (deployment.state()) {
      case DRAFT -> "a draft";
      case SEALED -> "sealed";
      case RECYCLED -> "in the recycle bin";
      case PURGED -> "purged";
    };
  }

  static Refusal changed(ManifestId manifest, Version version) {
    return new Refusal.Conflict(
        manifest
            + " "
            + version
            + " was changed by somebody else at the same time: look at it, then try again");
  }

  static Refusal absent(ManifestId manifest, Version version) {
    return new Refusal.NotFound(
        "there is no deployment "
            + version
            + " of "
            + manifest
            + ": make it with 'fleetman upload'");
  }
}
