package io.fleetman.controller.portal.cell;

import io.fleetman.controller.fleet.CellView;
import io.fleetman.controller.portal.Remembered;
import io.fleetman.controller.support.Tag;
import io.fleetman.controller.web.Words;
import io.fleetman.document.CellDocument;
import io.fleetman.document.Drift;
import io.fleetman.document.DriftPolicy;
import io.fleetman.document.HistoryDocument;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.Version;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A cell's page.
 *
 * @param head what it is
 * @param reasons why it is not what was asked for, a sentence each; empty if it is
 * @param log the log's last lines; empty if there are none
 * @param logOf whose they are, if not of what runs; null if they are
 * @param drift what is not as the agent left it
 * @param variables the cell's own
 * @param timeline what came of its commands, newest first
 * @param missing why the timeline is missing or old; null if it is not
 * @param commandId of the last command; null if none
 * @param tag what a change of the cell itself sends back; empty if it was not read
 * @param words the same for people
 */
public record CellPage(
    CellHead head,
    List<String> reasons,
    String log,
    @Nullable Version logOf,
    List<Drift> drift,
    Map<String, String> variables,
    List<TimelineRow> timeline,
    @Nullable String missing,
    @Nullable String commandId,
    String tag,
    String words) {
  /** What is read of the store for it. */
  record Details(@Nullable CellDocument cell, List<HistoryDocument> history) {}

  static CellPage of(CellRef ref, @Nullable CellView c, Remembered.Seen<Details> seen) {
    Details details = seen.value();
    List<String> reasons = new java.util.ArrayList<>();
    if (c != null) {
      if (c.reason() != null && !c.pending()) {
        reasons.add(c.reason());
      }
      reasons.addAll(c.problems());
    }
    CellDocument cell = details == null ? null : details.cell();
    return new CellPage(
        CellHead.of(ref, c),
        List.copyOf(reasons),
        c == null ? "" : String.join("\n", c.logTail()),
        c == null || Objects.equals(c.logVersion(), c.running()) ? null : c.logVersion(),
        c == null ? List.of() : c.drift(),
        cell == null ? Map.of() : cell.variables(),
        details == null ? List.of() : details.history().stream().map(TimelineRow::of).toList(),
        seen.problem(),
        c == null ? null : c.triggerId(),
        cell == null ? "" : Tag.of(cell),
        words(cell));
  }

  /** A cell's own definition in words, for somebody who is told that it changed. */
  static String words(@Nullable CellDocument cell) {
    if (cell == null) {
      return "there is no such cell any more";
    }
    return "runs "
        + cell.manifest()
        + (cell.removed() ? ", removed" : "")
        + ", drift is "
        + (cell.drift() == DriftPolicy.REPAIR ? "put right by itself" : "shown")
        + (cell.variables().isEmpty() ? "" : ", variables " + cell.variables())
        + ", by "
        + cell.author().by();
  }

  /** How long its node has been silent, if it has. */
  public boolean silent() {
    CellRow row = head.row();
    return row != null && !row.heardOf();
  }

  /** What it is said in one sentence, for the window's title and screen readers. */
  public String summary() {
    return head.ref() + " is " + head.state().text();
  }

  /** How a reason begins. */
  public String reasonTitle() {
    return switch (head.state().text()) {
      case "Rolled back" -> "The new version failed, and the one before it runs again";
      case "Failed" -> "It failed";
      case "Rejected" -> "The node refused the command";
      default -> Words.title(Objects.requireNonNullElse(head.state().text(), "Note"));
    };
  }
}
