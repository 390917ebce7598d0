package io.fleetman.controller.manifest;

import io.fleetman.controller.support.Listing;
import io.fleetman.controller.support.OpenFleet;
import io.fleetman.controller.support.Parallel;
import io.fleetman.controller.support.Refusal;
import io.fleetman.controller.support.Setting;
import io.fleetman.document.ManifestDocument;
import io.fleetman.layout.KeyParser;
import io.fleetman.layout.Keys;
import io.fleetman.layout.KnownKey;
import io.fleetman.layout.ManifestId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** A manifest's past. */
public final class Revisions {
  private final OpenFleet fleet;

  /** Of this fleet. */
  public Revisions(OpenFleet fleet) {
    this.fleet = fleet;
  }

  /**
   * All revisions, newest first, up to the current one. One that lost a race may be among them: its
   * number was passed over, and it was never current.
   *
   * @throws Refusal.NotFound if there never was such a manifest
   */
  public List<ManifestDocument> list(ManifestId manifest) {
    int current = current(manifest).revision();
    List<Integer> numbers = new ArrayList<>();
    String folder = Keys.manifestRevisions(manifest);
    for (var entry : Listing.level(fleet.objects(), folder).objects()) {
      if (KeyParser.parse(entry.key()).orElse(null) instanceof KnownKey.ManifestRevision k
          && k.revision() <= current) {
        numbers.add(k.revision());
      }
    }
    numbers.sort(Comparator.reverseOrder());
    return Parallel.map(numbers, n -> find(manifest, n)).stream()
        .flatMap(Optional::stream)
        .toList();
  }

  /**
   * One of them.
   *
   * @throws Refusal.NotFound if there is none
   */
  public ManifestDocument get(ManifestId manifest, int revision) {
    return find(manifest, revision)
        .orElseThrow(
            () ->
                new Refusal.NotFound(
                    "manifest "
                        + manifest
                        + " has no revision "
                        + revision
                        + ": see 'fleetman manifest history "
                        + manifest
                        + "'"));
  }

  /** What changed from one to another, field by field. */
  public List<Setting> diff(ManifestId manifest, int from, int to) {
    return Setting.between(
        Setting.fields(get(manifest, from).spec()), Setting.fields(get(manifest, to).spec()));
  }

  /** The number of the current one, also of a manifest that was taken away. */
  public ManifestDocument current(ManifestId manifest) {
    return fleet
        .documents()
        .read(Keys.manifest(manifest), ManifestDocument.class)
        .found()
        .orElseThrow(() -> new Refusal.NotFound("there never was a manifest " + manifest));
  }

  private Optional<ManifestDocument> find(ManifestId manifest, int revision) {
    return fleet
        .documents()
        .read(Keys.manifestRevision(manifest, revision), ManifestDocument.class)
        .found();
  }
}
