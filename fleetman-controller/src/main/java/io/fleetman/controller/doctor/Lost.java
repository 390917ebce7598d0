package io.fleetman.controller.doctor;

import io.fleetman.codec.DocumentException;
import io.fleetman.controller.support.Listing;
import io.fleetman.controller.support.OpenFleet;
import io.fleetman.document.TreeEntry;
import io.fleetman.layout.RelativePath;
import io.fleetman.store.ListPage;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Finds bytes that an index names and that are not there. */
final class Lost {
  private final OpenFleet fleet;

  Lost(OpenFleet fleet) {
    this.fleet = fleet;
  }

  /**
   * Their keys. The fleet works on while everything is listed: what seems to be missing is looked
   * for once more, in what the index names by now and in a listing that is younger than that.
   *
   * @param folder under which keys are looked for; those elsewhere are others'
   * @param listed the keys that were there when everything was listed
   * @param named those that the index named after that
   * @param key the index's own
   * @param files of the index
   */
  <T> List<String> keys(
      String folder,
      Set<String> listed,
      Set<String> named,
      String key,
      Class<T> type,
      Function<T, Map<RelativePath, TreeEntry>> files) {
    if (missing(folder, listed, named).isEmpty()) {
      return List.of();
    }
    Set<String> now;
    try {
      now =
          fleet
              .documents()
              .read(key, type)
              .found()
              .map(index -> CellExam.keys(files.apply(index).values()))
              .orElse(Set.of());
    } catch (DocumentException e) {
      return List.of(); // it was written anew just now, so that nobody can read it
    }
    Set<String> there =
        Listing.all(fleet.objects(), folder).objects().stream()
            .map(ListPage.Entry::key)
            .collect(Collectors.toSet());
    return missing(folder, there, now);
  }

  private static List<String> missing(String folder, Set<String> there, Set<String> named) {
    return named.stream().filter(k -> k.startsWith(folder) && !there.contains(k)).sorted().toList();
  }
}
