package io.fleetman.controller.portal.cell;

import io.fleetman.controller.fleet.CellView;
import io.fleetman.controller.portal.CellWords;
import io.fleetman.controller.web.Word;
import io.fleetman.document.Desired;
import io.fleetman.document.DriftPolicy;
import io.fleetman.document.Profile;
import io.fleetman.layout.CellRef;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What stands above each of a cell's pages: what it is, and what can be done with it.
 *
 * @param node where
 * @param cell its id
 * @param row as in lists; null if nothing is known of it yet
 * @param presence of its node
 * @param service false for files only: nothing to restart, stop or start
 * @param published whether it was ever told anything
 * @param stopped whether it is told to be stopped
 * @param removed whether it is told to go
 * @param repairs whether drift is repaired by itself
 */
public record CellHead(
    String node,
    String cell,
    @Nullable CellRow row,
    Word presence,
    boolean service,
    boolean published,
    boolean stopped,
    boolean removed,
    boolean repairs) {
  static CellHead of(CellRef ref, @Nullable CellView c) {
    if (c == null) {
      return new CellHead(
          ref.node().toString(),
          ref.cell().toString(),
          null,
          CellWords.presence(io.fleetman.controller.fleet.Presence.UNKNOWN),
          false,
          false,
          false,
          false,
          false);
    }
    return new CellHead(
        ref.node().toString(),
        ref.cell().toString(),
        CellRow.of(c),
        CellWords.presence(c.node()),
        c.profile() != Profile.DEPLOY,
        c.desired() != null && c.desired() != Desired.REMOVED,
        c.desired() == Desired.STOPPED,
        c.removed(),
        c.onDrift() == DriftPolicy.REPAIR);
  }

  /** {@code NODE/CELL}. */
  public String ref() {
    return node + "/" + cell;
  }

  /** Its page's address below the bucket's. */
  public String path() {
    return "/cells/" + node + "/" + cell;
  }

  /** What it is, or that it is not known. */
  public Word state() {
    return row == null
        ? new Word("Not known yet", io.fleetman.controller.web.Tone.QUIET)
        : row.state();
  }

  /** Its manifest's name; empty if not known. */
  public String manifest() {
    return row == null ? "" : row.manifest();
  }

  /** What is not as the agent left it. */
  public List<String> drift() {
    return row == null ? List.of() : Objects.requireNonNull(row).drift();
  }
}
