package io.fleetman.controller.portal.manifest;

import io.fleetman.controller.manifest.ManifestText;
import io.fleetman.controller.tree.LineDiff;
import io.fleetman.document.Author;
import io.fleetman.document.ManifestDocument;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A manifest's past, and two of its revisions compared.
 *
 * @param rows newest first
 * @param from the older of the two; 0 if there is but one
 * @param to the newer
 * @param diff of their texts; null if there is but one
 */
public record RevisionsPage(
    String manifest, List<Row> rows, int from, int to, @Nullable LineDiff diff) {
  /** A revision. */
  public record Row(int revision, Author author, boolean deleted) {}

  static RevisionsPage of(String manifest, List<ManifestDocument> all, int from, int to) {
    List<Row> rows = all.stream().map(m -> new Row(m.revision(), m.author(), m.deleted())).toList();
    // A manifest that was written by hand has none.
    int last = to > 0 || rows.isEmpty() ? to : rows.getFirst().revision();
    int first =
        from > 0
            ? from
            : rows.stream().mapToInt(Row::revision).filter(r -> r < last).findFirst().orElse(0);
    ManifestDocument old = find(all, first);
    ManifestDocument now = find(all, last);
    LineDiff diff = old == null || now == null ? null : LineDiff.between(text(old), text(now));
    return new RevisionsPage(manifest, rows, first, last, diff);
  }

  private static @Nullable ManifestDocument find(List<ManifestDocument> all, int revision) {
    return all.stream().filter(m -> m.revision() == revision).findFirst().orElse(null);
  }

  private static String text(ManifestDocument m) {
    return ManifestText.of(m);
  }

  /** The page's path within the bucket. */
  public String page() {
    return "/manifests/" + manifest + "/revisions";
  }

  /** The same for the command line. */
  public String cli() {
    return "fleetman manifest history "
        + manifest
        + (from == 0 ? "" : "\nfleetman manifest diff " + manifest + " " + from + " " + to);
  }
}
