package io.fleetman.controller.deployment;

import io.fleetman.controller.support.Listing;
import io.fleetman.controller.support.OpenFleet;
import io.fleetman.controller.support.Progress;
import io.fleetman.controller.support.Refusal;
import io.fleetman.controller.support.Sweep;
import io.fleetman.controller.support.Tag;
import io.fleetman.document.DeploymentDocument;
import io.fleetman.document.DeploymentState;
import io.fleetman.killpoint.KillPoint;
import io.fleetman.layout.KeyParser;
import io.fleetman.layout.Keys;
import io.fleetman.layout.KnownKey;
import io.fleetman.layout.ManifestId;
import io.fleetman.layout.Version;
import io.fleetman.store.Read;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Where deployments go before they are gone for good. */
public final class RecycleBin {
  private final OpenFleet fleet;
  private final Deployments deployments;
  private final @Nullable String seen;

  /** Of this fleet. */
  public RecycleBin(OpenFleet fleet) {
    this(fleet, null);
  }

  private RecycleBin(OpenFleet fleet, @Nullable String seen) {
    this.fleet = fleet;
    this.deployments = new Deployments(fleet);
    this.seen = seen;
  }

  /**
   * The same for whoever looked at a deployment, which is refused if it is in another state by now.
   *
   * @param tag the {@link Tag} of what they saw; null: whichever that is
   */
  public RecycleBin seen(@Nullable String tag) {
    return new RecycleBin(fleet, tag);
  }

  /**
   * What tells all that is in it from any other state of it.
   *
   * @param tags the {@link Tag} of each, in the order of {@link #list}
   */
  public static String tag(List<String> tags) {
    return Tag.of(tags);
  }

  private Read<DeploymentDocument> read(ManifestId manifest, Version version) {
    Read<DeploymentDocument> read = deployments.read(manifest, version);
    if (seen != null && !seen.equals(read.found().map(Tag::of).orElse(null))) {
      throw Deployments.changed(manifest, version);
    }
    return read;
  }

  /**
   * What is in it.
   *
   * @param manifest this one's alone; null: every manifest's
   */
  public List<DeploymentDocument> list(@Nullable ManifestId manifest) {
    return deployments.all(manifest).stream()
        .filter(d -> d.state() == DeploymentState.RECYCLED)
        .toList();
  }

  /**
   * What emptying came to.
   *
   * @param purged what was in it
   * @param objects how many were deleted
   */
  public record Emptied(List<DeploymentDocument> purged, int objects) {}

  /**
   * Purges all that is in it.
   *
   * @param manifest this one's alone; null: every manifest's
   */
  public Emptied empty(@Nullable ManifestId manifest, @Nullable String reason) {
    return empty(manifest, reason, Progress.NONE);
  }

  /** The same; {@code progress} hears of objects. */
  public Emptied empty(@Nullable ManifestId manifest, @Nullable String reason, Progress progress) {
    List<DeploymentDocument> meant = list(manifest);
    if (seen != null && !seen.equals(tag(meant.stream().map(Tag::of).toList()))) {
      throw new Refusal.Conflict("what is in the recycle bin changed meanwhile: look again");
    }
    int objects = 0;
    for (DeploymentDocument d : meant) {
      progress.proceed(); // one that was begun with is purged to its end
      objects += seen(Tag.of(d)).purge(d.manifest(), d.version(), reason, progress);
    }
    return new Emptied(meant, objects);
  }

  /**
   * Puts a deployment into the recycle bin: it cannot be published any more, and nothing of it is
   * deleted. What was made from it stays as it is.
   *
   * @throws Refusal if it is there already, or purged
   */
  public DeploymentDocument recycle(ManifestId manifest, Version version, @Nullable String reason) {
    Read<DeploymentDocument> read = read(manifest, version);
    return become(read, recyclable(read, manifest, version), DeploymentState.RECYCLED, reason);
  }

  /** What {@link #recycle} would put into the bin; refuses what it would refuse. */
  public DeploymentDocument recyclable(ManifestId manifest, Version version) {
    return recyclable(deployments.read(manifest, version), manifest, version);
  }

  private static DeploymentDocument recyclable(
      Read<DeploymentDocument> read, ManifestId manifest, Version version) {
    DeploymentDocument old = read.found().orElseThrow(() -> Deployments.absent(manifest, version));
    if (!old.state().mayBecome(DeploymentState.RECYCLED)) {
      throw new Refusal.Invalid(
          manifest + " " + version + " is " + Deployments.word(old) + " and cannot be recycled");
    }
    return old;
  }

  /**
   * Takes a deployment out of the recycle bin; it is again what it was, a draft or sealed.
   *
   * @throws Refusal if it is not in there
   */
  public DeploymentDocument restore(ManifestId manifest, Version version, @Nullable String reason) {
    Read<DeploymentDocument> read = read(manifest, version);
    DeploymentDocument old = restorable(read, manifest, version);
    return become(
        read, old, old.digest() == null ? DeploymentState.DRAFT : DeploymentState.SEALED, reason);
  }

  /** What {@link #restore} would take out of the bin; refuses what it would refuse. */
  public DeploymentDocument restorable(ManifestId manifest, Version version) {
    return restorable(deployments.read(manifest, version), manifest, version);
  }

  private static DeploymentDocument restorable(
      Read<DeploymentDocument> read, ManifestId manifest, Version version) {
    DeploymentDocument old = read.found().orElseThrow(() -> Deployments.absent(manifest, version));
    if (old.state() != DeploymentState.RECYCLED) {
      throw new Refusal.Invalid(
          manifest + " " + version + " is " + Deployments.word(old) + ", not in the recycle bin");
    }
    return old;
  }

  /**
   * Deletes the files of a deployment in the recycle bin for good; its name stays taken. The
   * document is swapped first, so that nobody can name the files any more; if this stops half way,
   * doing it again finishes it.
   *
   * @return how many objects were deleted
   * @throws Refusal if it is not in the recycle bin
   */
  public int purge(ManifestId manifest, Version version, @Nullable String reason) {
    return purge(manifest, version, reason, Progress.NONE);
  }

  /** The same; {@code progress} hears of objects. */
  public int purge(
      ManifestId manifest, Version version, @Nullable String reason, Progress progress) {
    Read<DeploymentDocument> read = read(manifest, version);
    DeploymentDocument old = purgeable(read, manifest, version);
    if (old.state() != DeploymentState.PURGED) {
      deployments.swap(
          read,
          new DeploymentDocument(
              manifest,
              version,
              DeploymentState.PURGED,
              null,
              null,
              old.digest(),
              new TreeMap<>(),
              old.swept(),
              fleet.author(reason)));
    }
    fleet.passed(KillPoint.PURGE_MARKED);
    List<String> bytes = new ArrayList<>();
    String folder = Keys.deploymentFolder(manifest, version);
    for (var entry : Listing.all(fleet.objects(), folder).objects()) {
      if (KeyParser.parse(entry.key()).orElse(null) instanceof KnownKey.DeploymentFile) {
        bytes.add(entry.key());
      }
    }
    Sweep.delete(fleet, bytes, KillPoint.PURGE_SWEEPING, progress);
    return bytes.size();
  }

  /** What {@link #purge} would delete for good; refuses what it would refuse. */
  public DeploymentDocument purgeable(ManifestId manifest, Version version) {
    return purgeable(deployments.read(manifest, version), manifest, version);
  }

  private static DeploymentDocument purgeable(
      Read<DeploymentDocument> read, ManifestId manifest, Version version) {
    DeploymentDocument old = read.found().orElseThrow(() -> Deployments.absent(manifest, version));
    if (old.state() != DeploymentState.PURGED && !old.state().mayBecome(DeploymentState.PURGED)) {
      throw new Refusal.Invalid(
          manifest + " " + version + " is " + Deployments.word(old) + ": recycle it first");
    }
    return old;
  }

  private DeploymentDocument become(
      Read<DeploymentDocument> read,
      DeploymentDocument old,
      DeploymentState state,
      @Nullable String reason) {
    DeploymentDocument next = old.in(state, fleet.author(reason));
    deployments.swap(read, next);
    return next;
  }
}
