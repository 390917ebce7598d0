package io.fleetman.controller.manifest;

import io.fleetman.controller.support.Listing;
import io.fleetman.controller.support.OpenFleet;
import io.fleetman.controller.support.Parallel;
import io.fleetman.controller.support.Refusal;
import io.fleetman.controller.support.Tag;
import io.fleetman.document.Limits;
import io.fleetman.document.ManifestDocument;
import io.fleetman.document.ResourceProfileDocument;
import io.fleetman.layout.KeyParser;
import io.fleetman.layout.Keys;
import io.fleetman.layout.KnownKey;
import io.fleetman.layout.ManifestId;
import io.fleetman.store.Read;
import io.fleetman.store.WriteResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The fleet's resource profiles. */
public final class ResourceProfiles {
  private final OpenFleet fleet;

  /** Of this fleet. */
  public ResourceProfiles(OpenFleet fleet) {
    this.fleet = fleet;
  }

  /** Makes or changes one; writes nothing if it is so already. */
  public Applied apply(String name, Limits limits, @Nullable String reason) {
    return apply(read(name), name, limits, reason);
  }

  /**
   * Changes one that somebody looked at.
   *
   * @param seen the {@link Tag} of what they saw; null: nothing, so that there must be none
   * @throws Refusal.Conflict if it is another by now, which stays as it is
   */
  public Applied edit(String name, Limits limits, @Nullable String seen, @Nullable String reason) {
    List<String> problems = SpecCheck.problems(new Definition.ResourceProfile(name, limits));
    if (!problems.isEmpty()) {
      throw new Refusal.Invalid(problems);
    }
    Read<ResourceProfileDocument> read = read(name);
    String now = read.found().filter(p -> !p.deleted()).map(Tag::of).orElse(null);
    if (!Objects.equals(now, seen)) {
      throw seen == null
          ? new Refusal.Conflict(
              "there is a resource profile " + name + " already: choose another name")
          : changed(name);
    }
    return apply(read, name, limits, reason);
  }

  private Applied apply(
      Read<ResourceProfileDocument> read, String name, Limits limits, @Nullable String reason) {
    Applied applied = compare(name, limits, read);
    if (applied.change() == Applied.Change.UNCHANGED) {
      return applied;
    }
    var written =
        fleet
            .documents()
            .replace(
                Keys.resourceProfile(name),
                new ResourceProfileDocument(name, limits, false, fleet.author(reason)),
                ResourceProfileDocument.class,
                read);
    if (written instanceof WriteResult.Lost<ResourceProfileDocument>) {
      throw changed(name);
    }
    return applied;
  }

  /** What {@link #apply} would do. */
  public Applied preview(String name, Limits limits) {
    return compare(name, limits, read(name));
  }

  /** All of them, by name. */
  public List<ResourceProfileDocument> list() {
    List<String> names = new ArrayList<>();
    for (var entry : Listing.level(fleet.objects(), Keys.resourceProfiles()).objects()) {
      if (KeyParser.parse(entry.key()).orElse(null) instanceof KnownKey.ResourceProfile(var name)) {
        names.add(name);
      }
    }
    return Parallel.map(names, this::find).stream().flatMap(Optional::stream).toList();
  }

  /** One of them. */
  public Optional<ResourceProfileDocument> find(String name) {
    return read(name).found().filter(p -> !p.deleted());
  }

  /** The manifests whose limits come from it. */
  public List<ManifestId> users(String name) {
    return new Manifests(fleet)
        .list().stream()
            .filter(m -> name.equals(m.spec().resourceProfile()))
            .map(ManifestDocument::manifest)
            .toList();
  }

  /**
   * Takes one away.
   *
   * @throws Refusal if manifests use it, or somebody else changed it at the same time
   */
  public void delete(String name, @Nullable String reason) {
    delete(name, null, reason);
  }

  /**
   * The same, for whoever looked at it.
   *
   * @param seen the {@link Tag} of what they saw; null: whichever that is
   * @throws Refusal.Conflict if it is another by now, which stays as it is
   */
  public void delete(String name, @Nullable String seen, @Nullable String reason) {
    Read<ResourceProfileDocument> read = read(name);
    ResourceProfileDocument old =
        read.found()
            .filter(p -> !p.deleted())
            .orElseThrow(
                () ->
                    new Refusal.NotFound(
                        "there is no resource profile "
                            + name
                            + ": 'fleetman resource-profile list' shows those there are"));
    if (seen != null && !seen.equals(Tag.of(old))) {
      throw changed(name);
    }
    List<ManifestId> users = users(name);
    if (!users.isEmpty()) {
      throw new Refusal.Invalid(
          "resource profile "
              + name
              + " is used by "
              + users
              + ": take it out of these manifests first");
    }
    var written =
        fleet
            .documents()
            .replace(
                Keys.resourceProfile(name),
                new ResourceProfileDocument(name, old.limits(), true, fleet.author(reason)),
                ResourceProfileDocument.class,
                read);
    if (written instanceof WriteResult.Lost<ResourceProfileDocument>) {
      throw changed(name);
    }
  }

  private static Refusal changed(String name) {
    return new Refusal.Conflict(
        "resource profile "
            + name
            + " was changed by somebody else at the same time: look at it, then try again");
  }

  private Read<ResourceProfileDocument> read(String name) {
    return fleet.documents().read(Keys.resourceProfile(name), ResourceProfileDocument.class);
  }

  private static Applied compare(String name, Limits limits, Read<ResourceProfileDocument> read) {
    String what = "resource profile " + name;
    return read.found()
        .filter(old -> !old.deleted())
        .map(
            old ->
                new Applied(
                    what,
                    old.limits().equals(limits) ? Applied.Change.UNCHANGED : Applied.Change.CHANGED,
                    0))
        .orElse(new Applied(what, Applied.Change.CREATED, 0));
  }
}
