package io.fleetman.controller.portal.cell;

import io.fleetman.controller.console.Human;
import io.fleetman.document.FileType;
import io.fleetman.document.SnapshotMark;
import io.fleetman.document.TreeEntry;
import io.fleetman.layout.RelativePath;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A version of a cell.
 *
 * @param head the cell
 * @param version its name
 * @param deployment what it was made from
 * @param rows its files, those whose path contains the filter
 * @param total how many files there are
 * @param filter as typed; empty for none
 * @param size of all files
 * @param variables the manifest's with the cell's over them
 */
public record SnapshotView(
    CellHead head,
    String version,
    String deployment,
    List<Row> rows,
    int total,
    String filter,
    String size,
    Map<String, String> variables,
    String by,
    @Nullable Instant at) {
  private static final int MOST = 500;

  /** A file. */
  public record Row(
      String path,
      String type,
      String size,
      String mode,
      String owner,
      String sha256,
      boolean folder) {}

  static SnapshotView of(CellHead head, SnapshotMark.Snapshot s, String filter) {
    return new SnapshotView(
        head,
        s.version().toString(),
        s.deployment().toString(),
        s.files().entrySet().stream()
            .filter(e -> e.getKey().value().contains(filter))
            .limit(MOST)
            .map(e -> row(e.getKey(), e.getValue()))
            .toList(),
        s.files().size(),
        filter,
        Human.bytes(s.files().values().stream().mapToLong(TreeEntry::size).sum()),
        s.variables(),
        s.author() == null ? "" : s.author().by(),
        s.author() == null ? null : s.author().at());
  }

  private static Row row(RelativePath path, TreeEntry e) {
    boolean folder = e.type() == FileType.FOLDER;
    return new Row(
        path.value(),
        e.type().name().toLowerCase(Locale.ROOT),
        folder ? "" : Human.bytes(e.size()),
        e.mode(),
        (e.owner() == null ? "" : e.owner()) + (e.group() == null ? "" : ":" + e.group()),
        e.sha256() == null ? "" : e.sha256(),
        folder);
  }
}
