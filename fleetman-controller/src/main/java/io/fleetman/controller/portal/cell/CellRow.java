package io.fleetman.controller.portal.cell;

import io.fleetman.controller.fleet.CellView;
import io.fleetman.controller.portal.CellWords;
import io.fleetman.controller.web.Word;
import io.fleetman.controller.web.Words;
import io.fleetman.document.Author;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A cell's line in a list.
 *
 * @param node where
 * @param cell its id
 * @param manifest its manifest's name; empty if unknown
 * @param profile how it runs; empty if unknown
 * @param desired the version asked for, or what else is wanted
 * @param running the version that is active; a dash if none
 * @param differs true if the two should be the same and are not
 * @param state in a word
 * @param since how long ago it came to be so; empty if unknown
 * @param sinceAt when that was, by the node's clock; empty if unknown
 * @param heardOf false if the node is silent: what is shown is what it said last
 * @param health in a word or two
 * @param reason why it is not what was asked for; empty if it is
 * @param drift what is not as the agent left it, a line each
 * @param by who wrote the last command; null if unknown
 * @param at when, by the writer's clock; null if unknown
 * @param why the author's reason; null if none was given
 */
public record CellRow(
    String node,
    String cell,
    String manifest,
    String profile,
    String desired,
    String running,
    boolean differs,
    Word state,
    String since,
    String sinceAt,
    boolean heardOf,
    Word health,
    String reason,
    List<String> drift,
    @Nullable String by,
    @Nullable Instant at,
    @Nullable String why) {
  /** From what is known of it. */
  public static CellRow of(CellView c) {
    Author author = c.author();
    return new CellRow(
        c.cell().node().toString(),
        c.cell().cell().toString(),
        c.manifest() == null ? "" : c.manifest().toString(),
        c.profile() == null ? "" : c.profile().name().toLowerCase(Locale.ROOT),
        CellWords.wanted(c),
        CellWords.text(c.running()),
        CellWords.differs(c),
        CellWords.shownState(c),
        c.since() == null || c.pending() ? "" : Words.coarse(c.since()),
        c.changedAt() == null ? "" : Words.exact(c.changedAt()) + " by the node's clock",
        CellWords.heardOf(c),
        CellWords.health(c),
        c.needsAttention() && c.reason() != null ? c.reason() : "",
        c.drift().stream().map(d -> d.subject() + ": " + d.reason()).toList(),
        author == null ? null : author.by(),
        author == null ? null : author.at(),
        author == null ? null : author.reason());
  }

  /** Its page's address below the bucket's. */
  public String path() {
    return "/cells/" + node + "/" + cell;
  }
}
