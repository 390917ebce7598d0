package io.fleetman.controller.portal.cell;

import io.fleetman.controller.console.Human;
import io.fleetman.controller.publish.Versions;
import io.fleetman.controller.publish.Versions.VersionInfo;
import io.fleetman.controller.web.Tone;
import io.fleetman.controller.web.Word;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The versions of a cell.
 *
 * @param head the cell
 * @param rows newest first
 */
public record VersionList(CellHead head, List<Row> rows) {
  /**
   * One of them.
   *
   * @param whole whether it can be published, looked at, compared
   * @param used whether the cell is, or is to be, at it
   * @param state in a word
   * @param content how much it is; empty if nothing is left of it
   */
  public record Row(
      String version,
      boolean whole,
      boolean used,
      Word state,
      String content,
      @Nullable Instant at,
      String by,
      String why) {}

  static VersionList of(CellHead head, List<VersionInfo> versions) {
    return new VersionList(head, versions.stream().map(VersionList::row).toList());
  }

  private static Row row(VersionInfo v) {
    boolean whole = v.state() == Versions.State.COMMITTED;
    var author = v.author();
    return new Row(
        v.version().toString(),
        whole,
        v.desired() || v.running(),
        state(v),
        whole ? Human.count(v.files(), "file") + ", " + Human.bytes(v.bytes()) : "",
        author == null ? null : author.at(),
        author == null ? "" : author.by(),
        author == null || author.reason() == null ? "" : author.reason());
  }

  private static Word state(VersionInfo v) {
    return switch (v.state()) {
      case COMMITTED ->
          v.running()
              ? new Word(v.desired() ? "Active" : "Active, another is wanted", Tone.GOOD)
              : v.desired() ? new Word("Wanted", Tone.BUSY) : new Word("Kept", Tone.QUIET);
      case DELETED -> new Word("Deleted", Tone.QUIET);
      case ABORTED -> new Word("Never finished", Tone.QUIET);
      case UNFINISHED -> new Word("Being made", Tone.BUSY);
      case UNREADABLE -> new Word("Unreadable", Tone.BAD);
    };
  }

  /** Those that can be compared. */
  public List<String> whole() {
    return rows.stream().filter(Row::whole).map(Row::version).toList();
  }
}
