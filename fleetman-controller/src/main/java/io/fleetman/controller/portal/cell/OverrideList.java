package io.fleetman.controller.portal.cell;

import io.fleetman.controller.cell.Overrides;
import io.fleetman.controller.console.Human;
import io.fleetman.controller.portal.Shell;
import io.fleetman.document.OverridesDocument;
import io.fleetman.document.TreeEntry;
import io.fleetman.layout.RelativePath;
import io.fleetman.layout.Version;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * A cell's overrides.
 *
 * @param head the cell
 * @param rows by path
 * @param version whose files they are laid over; empty if there is none
 * @param by who changed them last; null if nobody ever did
 * @param at when; null if never
 * @param unpublished whether nothing was published to the cell yet
 */
public record OverrideList(
    CellHead head,
    List<Row> rows,
    String version,
    @Nullable String by,
    @Nullable Instant at,
    boolean unpublished) {
  /**
   * One override.
   *
   * @param what it does in words
   * @param seen its state, to be sent back with a change
   */
  public record Row(
      String path,
      String what,
      String type,
      String size,
      String mode,
      String owner,
      String seen,
      String saw) {}

  static OverrideList of(
      CellHead head,
      @Nullable OverridesDocument overrides,
      @Nullable Version version,
      SortedMap<RelativePath, TreeEntry> below,
      boolean unpublished) {
    List<Row> rows =
        overrides == null
            ? List.of()
            : overrides.files().entrySet().stream()
                .map(e -> row(e.getKey(), e.getValue(), below.containsKey(e.getKey())))
                .toList();
    return new OverrideList(
        head,
        rows,
        version == null ? "" : version.toString(),
        overrides == null ? null : overrides.author().by(),
        overrides == null ? null : overrides.author().at(),
        unpublished);
  }

  /** The same for the command line. */
  public String cli() {
    Shell list = Shell.of("fleetman override list").arg(head.ref());
    return rows.isEmpty()
        ? list.toString()
        : list
            + "\n"
            + Shell.of("fleetman override rm").arg(head.ref()).arg(rows.getFirst().path());
  }

  private static Row row(RelativePath path, TreeEntry entry, boolean replaces) {
    if (entry.deleted()) {
      return new Row(
          path.value(),
          "left out",
          "",
          "",
          "",
          "",
          Overrides.tag(entry),
          OverridePages.words(entry));
    }
    String owner = entry.owner() == null ? "" : entry.owner();
    String group = entry.group() == null ? "" : ":" + entry.group();
    return new Row(
        path.value(),
        replaces ? "replaces the version's file" : "added",
        entry.type().name().toLowerCase(Locale.ROOT),
        Human.bytes(entry.size()),
        entry.mode(),
        owner + group,
        Overrides.tag(entry),
        OverridePages.words(entry));
  }
}
