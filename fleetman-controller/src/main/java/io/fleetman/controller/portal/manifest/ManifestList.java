package io.fleetman.controller.portal.manifest;

import io.fleetman.document.ManifestDocument;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * All manifests that a filter lets through.
 *
 * @param q what their names and descriptions have in them; empty: anything
 * @param rows by name
 * @param all how many there are
 */
public record ManifestList(String q, List<Row> rows, int all) {
  /** One of them. */
  public record Row(
      String manifest, String description, String profile, int revision, Instant at, String by) {}

  static ManifestList of(String q, List<ManifestDocument> manifests) {
    String wanted = q.toLowerCase(Locale.ROOT);
    return new ManifestList(
        q,
        manifests.stream()
            .map(ManifestList::row)
            .filter(
                r ->
                    (r.manifest() + " " + r.description())
                        .toLowerCase(Locale.ROOT)
                        .contains(wanted))
            .toList(),
        manifests.size());
  }

  private static Row row(ManifestDocument m) {
    String description = m.spec().description();
    return new Row(
        m.manifest().value(),
        description == null ? "" : description,
        m.spec().profile().name().toLowerCase(Locale.ROOT),
        m.revision(),
        m.author().at(),
        m.author().by());
  }
}
