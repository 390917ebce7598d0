package io.fleetman.controller.portal.manifest;

import io.fleetman.controller.portal.Paged;
import io.fleetman.controller.portal.Query;
import io.fleetman.document.ManifestDocument;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * A page of the manifests that a filter lets through.
 *
 * @param query what is shown, in which order
 * @param rows of this page
 * @param any whether there is any manifest at all
 */
public record ManifestList(Query query, Paged<Row> rows, boolean any) {
  /** The filters that the address may name. */
  static final List<String> FILTERS = List.of("q");

  /** One of them. */
  public record Row(
      String manifest, String description, String profile, int revision, Instant at, String by) {}

  static ManifestList of(Query query, List<ManifestDocument> manifests) {
    String wanted = query.get("q").toLowerCase(Locale.ROOT);
    List<Row> found =
        manifests.stream()
            .map(ManifestList::row)
            .filter(
                r ->
                    (r.manifest() + " " + r.description())
                        .toLowerCase(Locale.ROOT)
                        .contains(wanted))
            .sorted(order(query))
            .toList();
    return new ManifestList(query, Paged.of(found, query.page()), !manifests.isEmpty());
  }

  private static Comparator<Row> order(Query query) {
    Comparator<Row> byName = Comparator.comparing(Row::manifest);
    Comparator<Row> order =
        switch (query.sort()) {
          case "profile" -> Comparator.comparing(Row::profile);
          case "changed" -> Comparator.comparing(Row::at).reversed();
          case "by" -> Comparator.comparing(Row::by);
          default -> byName;
        };
    return (query.descending() ? order.reversed() : order).thenComparing(byName);
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
