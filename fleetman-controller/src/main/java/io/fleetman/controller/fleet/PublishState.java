package io.fleetman.controller.fleet;

import io.fleetman.document.CellState;
import io.fleetman.document.Desired;
import io.fleetman.document.PublishDocument;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.Version;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far a publish is, cell by cell, from what the cells themselves say: so that every controller
 * shows the same, whichever began it. Pure.
 *
 * @param cells in the document's order
 */
public record PublishState(List<Cell> cells) {
  /** How far a cell is. */
  public enum Stage {
    /** Nothing was told to it yet. */
    NOT_TOLD,
    /** It could not be told. */
    REFUSED,
    /** It was told so already, by another command. */
    UNCHANGED,
    /** It was told; its node has not taken it up. */
    WAITING,
    /** Its node is at it. */
    WORKING,
    /** It is what was asked for. */
    DONE,
    /** The version failed there; the one before it runs again. */
    ROLLED_BACK,
    /** The version failed there. */
    FAILED,
    /** It was told something else after that. */
    OVERTAKEN;

    /** Whether nothing more happens by itself. */
    public boolean isEnd() {
      return this != NOT_TOLD && this != WAITING && this != WORKING;
    }

    /** Whether it is what was asked for. */
    public boolean isSuccess() {
      return this == DONE || this == UNCHANGED;
    }
  }

  /**
   * One cell.
   *
   * @param state as its node says; null if it said nothing about this publish
   * @param running what is active there; null if nothing, or unknown
   * @param reason why it is not what was asked for; null if it is
   */
  public record Cell(
      CellRef cell,
      Stage stage,
      @Nullable CellState state,
      @Nullable Version running,
      @Nullable String reason,
      List<String> logTail,
      Presence node) {}

  /** From the publish and the fleet as it is known; null if nothing is known. */
  public static PublishState of(PublishDocument publish, @Nullable FleetView fleet) {
    return new PublishState(publish.cells().stream().map(c -> cell(publish, c, fleet)).toList());
  }

  /** How many cells are at that stage. */
  public long count(Stage stage) {
    return cells.stream().filter(c -> c.stage() == stage).count();
  }

  /** How many cells nothing more happens to. */
  public long ended() {
    return cells.stream().filter(c -> c.stage().isEnd()).count();
  }

  private static Cell cell(PublishDocument publish, CellRef ref, @Nullable FleetView fleet) {
    CellView seen = fleet == null ? null : fleet.cell(ref).orElse(null);
    String refused = publish.refused().get(ref.toString());
    if (seen == null) {
      Stage stage = refused == null ? Stage.NOT_TOLD : Stage.REFUSED;
      return new Cell(ref, stage, null, null, refused, List.of(), Presence.UNKNOWN);
    }
    Stage stage = stage(publish, seen, refused);
    boolean its = stage != Stage.NOT_TOLD && stage != Stage.REFUSED && stage != Stage.OVERTAKEN;
    boolean told = its && stage != Stage.WAITING;
    return new Cell(
        ref,
        stage,
        told ? seen.state() : null,
        seen.running(),
        stage == Stage.REFUSED
            ? refused
            : stage == Stage.OVERTAKEN
                ? overtaken(seen)
                : told && !stage.isSuccess() ? seen.reason() : null,
        stage == Stage.ROLLED_BACK || stage == Stage.FAILED ? seen.logTail() : List.of(),
        seen.node());
  }

  private static String overtaken(CellView seen) {
    return "it was told something else after that"
        + (seen.author() == null ? "" : ", by " + seen.author().by());
  }

  private static Stage stage(PublishDocument publish, CellView seen, @Nullable String refused) {
    if (!publish.id().equals(seen.triggerId())) {
      if (seen.recent().contains(publish.id())) {
        return Stage.OVERTAKEN;
      }
      if (refused != null) {
        return Stage.REFUSED;
      }
      return unchanged(publish, seen) ? Stage.UNCHANGED : Stage.NOT_TOLD;
    }
    CellState state = seen.state();
    if (seen.pending() || state == null) {
      return Stage.WAITING;
    }
    return switch (state) {
      case PENDING, FETCHING, ACTIVATING, CHECKING -> Stage.WORKING;
      case RUNNING, DEPLOYED, STOPPED, REMOVED -> Stage.DONE;
      case ROLLED_BACK -> Stage.ROLLED_BACK;
      case FAILED, REJECTED -> Stage.FAILED;
      case SUPERSEDED -> Stage.OVERTAKEN;
    };
  }

  // A version may have got a suffix where its inputs differ: the deployment's name begins it.
  private static boolean unchanged(PublishDocument publish, CellView seen) {
    return publish.ended() && !publish.redeploy() && seen.desired() == Desired.RUNNING;
  }
}
