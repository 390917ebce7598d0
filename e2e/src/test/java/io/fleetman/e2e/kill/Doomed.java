package io.fleetman.e2e.kill;

import io.fleetman.document.Profile;
import io.fleetman.killpoint.KillPoint;
import io.fleetman.layout.CellId;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.NodeId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A cell in whose deployment the agent is killed.
 *
 * @param cell its name
 * @param profile how it runs
 * @param change what is asked of it
 * @param point where the agent is killed
 * @param times the so-manieth time that it is there
 */
record Doomed(CellRef cell, Profile profile, Change change, KillPoint point, int times) {

  /** What is deployed over what, and what must come of it. */
  enum Change {
    GOOD("1.0", "1.1", "1.1"),
    BROKEN("1.0", "1.2", "1.0"),
    FIRST(null, "1.0", "1.0"),
    FIRST_BROKEN(null, "1.2", null);

    private final @Nullable String before;
    private final String wanted;
    private final @Nullable String after;

    Change(@Nullable String before, String wanted, @Nullable String after) {
      this.before = before;
      this.wanted = wanted;
      this.after = after;
    }

    @Nullable String before() {
      return before;
    }

    String wanted() {
      return wanted;
    }

    @Nullable String after() {
      return after;
    }
  }

  /** As {@code FLEETMAN_HOLD_AT} names it. */
  String hold() {
    return cell.cell() + "@" + point.word() + ":" + times;
  }

  /** As the agent says that it is there. */
  String held() {
    return "held at " + point.word() + " of " + cell.cell();
  }

  boolean runs() {
    return profile != Profile.DEPLOY;
  }

  @Override
  public String toString() {
    return "%s, %s, killed at %s%s"
        .formatted(
            profile.name().toLowerCase(Locale.ROOT),
            change.before() == null
                ? change.wanted() + " first"
                : change.wanted() + " over " + change.before(),
            point.word(),
            times == 1 ? "" : " (" + times + ")");
  }

  // No divisor of how many ways there are, so that all profiles and changes have their turn.
  private static final int TURN = 5;

  // Steps of what is never asked for here: stop, remove, and more releases than are kept.
  private static final Set<KillPoint> ELSEWHERE =
      EnumSet.of(
          KillPoint.DEPLOY_STOP_NOTED,
          KillPoint.DEPLOY_DISABLED,
          KillPoint.DEPLOY_DEACTIVATED,
          KillPoint.DEPLOY_REMOVED,
          KillPoint.DEPLOY_PRUNING);
  private static final Set<KillPoint> OF_A_UNIT =
      EnumSet.of(
          KillPoint.DEPLOY_UNIT_CHECKED,
          KillPoint.DEPLOY_UNIT_WRITTEN,
          KillPoint.DEPLOY_UNIT_LOADED,
          KillPoint.DEPLOY_CHECKING);
  private static final Set<KillPoint> OF_THE_OLD =
      EnumSet.of(
          KillPoint.DEPLOY_PRE_STOPPED,
          KillPoint.DEPLOY_STOPPED,
          KillPoint.DEPLOY_POST_STOPPED,
          KillPoint.DEPLOY_HANDED_OVER);
  private static final Set<KillPoint> OF_GIVING_UP =
      EnumSet.of(
          KillPoint.DEPLOY_ROLLBACK_DECIDED,
          KillPoint.DEPLOY_ROLLBACK_NOTED,
          KillPoint.DEPLOY_ROLLBACK_STOPPED,
          KillPoint.DEPLOY_UNIT_DELETED,
          KillPoint.DEPLOY_UNIT_GONE,
          KillPoint.DEPLOY_ROLLBACK_FLIPPED);
  private static final Set<KillPoint> OF_GOING_BACK =
      EnumSet.of(
          KillPoint.DEPLOY_ROLLBACK_DECIDED,
          KillPoint.DEPLOY_ROLLBACK_NOTED,
          KillPoint.DEPLOY_ROLLBACK_STOPPED,
          KillPoint.DEPLOY_ROLLBACK_FLIPPED,
          KillPoint.DEPLOY_ROLLBACK_STARTED);

  // What supervisord does in its own way; all the rest is the same code as with systemd.

  /** Every step of every change with these profiles. */
  static List<Doomed> everywhere(NodeId node, Profile... profiles) {
    List<Doomed> cells = new ArrayList<>();
    for (Profile profile : profiles) {
      for (Change change : Change.values()) {
        for (KillPoint point : steps(profile, change)) {
          int times = change == Change.BROKEN && OF_A_UNIT.contains(point) ? 2 : 1;
          cells.add(of(node, cells.size(), profile, change, point, times));
        }
      }
      cells.add(of(node, cells.size(), profile, Change.GOOD, KillPoint.DEPLOY_FETCHING, 25));
    }
    return List.copyOf(cells);
  }

  /** Every step once: the first with the first of the ways to come there, and so on in turn. */
  static List<Doomed> onceAtEachStep(NodeId node) {
    Map<KillPoint, List<Doomed>> ways = new EnumMap<>(KillPoint.class);
    for (Doomed doomed : everywhere(node, Profile.values())) {
      ways.computeIfAbsent(doomed.point(), _ -> new ArrayList<>()).add(doomed);
    }
    List<Doomed> cells = new ArrayList<>();
    for (List<Doomed> ofStep : ways.values()) {
      cells.add(ofStep.get(cells.size() * TURN % ofStep.size()));
    }
    return List.copyOf(cells);
  }

  private static Doomed of(
      NodeId node, int n, Profile profile, Change change, KillPoint point, int times) {
    return new Doomed(new CellRef(node, new CellId("doomed-" + n)), profile, change, point, times);
  }

  /** The steps at which the outcome of a change may depend on the kill. */
  private static Set<KillPoint> steps(Profile profile, Change change) {
    Set<KillPoint> steps = EnumSet.noneOf(KillPoint.class);
    for (KillPoint point : KillPoint.values()) {
      boolean back = OF_GOING_BACK.contains(point) || OF_GIVING_UP.contains(point);
      if (point.change() == KillPoint.Change.DEPLOY && !ELSEWHERE.contains(point) && !back) {
        steps.add(point);
      }
    }
    switch (change) {
      case GOOD -> {}
      case FIRST -> steps.removeAll(OF_THE_OLD);
      case BROKEN -> {
        steps.clear();
        steps.addAll(OF_GOING_BACK);
        steps.addAll(OF_A_UNIT);
        steps.remove(KillPoint.DEPLOY_UNIT_CHECKED);
        steps.addAll(Set.of(KillPoint.DEPLOY_PRUNED, KillPoint.DEPLOY_ENDED));
      }
      case FIRST_BROKEN -> {
        steps.clear();
        steps.addAll(OF_GIVING_UP);
      }
    }
    if (profile == Profile.DEPLOY) {
      steps.removeAll(OF_A_UNIT);
      steps.remove(KillPoint.DEPLOY_UNIT_DELETED);
    }
    if (profile != Profile.SYSTEMD) {
      steps.remove(KillPoint.DEPLOY_ENABLED);
    }
    return steps;
  }
}
