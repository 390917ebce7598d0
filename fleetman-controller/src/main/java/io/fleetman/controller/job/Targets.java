package io.fleetman.controller.job;

import io.fleetman.controller.fleet.CellView;
import io.fleetman.controller.fleet.FleetView;
import io.fleetman.controller.fleet.NodeView;
import io.fleetman.controller.fleet.Presence;
import io.fleetman.controller.support.Refusal;
import io.fleetman.document.CellReport;
import io.fleetman.layout.NodeId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which nodes are meant: those that are named, or those that a selector selects, or all. Pure.
 *
 * @param nodes by name; also silent ones, since somebody asked for them
 * @param selectors label selectors, which must all match; empty: none
 * @param all every node
 * @param silent also nodes that are Dead or unknown
 */
public record Targets(List<NodeId> nodes, List<String> selectors, boolean all, boolean silent) {
  /** These nodes. */
  public static Targets of(List<NodeId> nodes) {
    return new Targets(nodes, List.of(), false, false);
  }

  /**
   * Reads a selector, to say early what is wrong with it.
   *
   * @throws Refusal if it is none
   */
  public static void check(String selector) {
    var _ = LabelTerm.parse(selector);
  }

  /**
   * A node that was chosen, as it was last heard of.
   *
   * @param presence whether it is there
   * @param silentFor since when nothing was heard; null: nothing ever was
   * @param pollSeconds how often it looks; null: unknown
   */
  public record Target(
      NodeId node, Presence presence, @Nullable Duration silentFor, @Nullable Long pollSeconds) {
    /** Whether it will probably not begin soon. */
    public boolean quiet() {
      return presence != Presence.ACTIVE;
    }
  }

  /**
   * What is meant, before anything starts.
   *
   * @param chosen the nodes, sorted
   * @param leftOut silent nodes that would have been chosen, sorted
   * @param words how they were chosen
   */
  public record Preview(List<Target> chosen, List<Target> leftOut, String words) {
    /** The chosen nodes' names. */
    public List<NodeId> nodes() {
      return chosen.stream().map(Target::node).toList();
    }
  }

  /**
   * Finds them.
   *
   * @throws Refusal if nothing is said, a selector is none, or a named node is unknown
   */
  public Preview preview(FleetView fleet) {
    if (nodes.isEmpty() && selectors.isEmpty() && !all) {
      throw new Refusal.Invalid(
          "no node is named: name nodes, or use -l LABEL=VALUE, or --all for every node");
    }
    List<LabelTerm> terms = selectors.stream().flatMap(s -> LabelTerm.parse(s).stream()).toList();
    List<String> unknown =
        nodes.stream()
            .filter(n -> fleet.node(n).isEmpty())
            .map(n -> "there is no node " + n + ": see 'fleetman status'")
            .toList();
    if (!unknown.isEmpty() && !silent) {
      throw new Refusal.Invalid(unknown);
    }
    SortedMap<NodeId, Target> chosen = new TreeMap<>();
    List<Target> leftOut = new ArrayList<>();
    for (NodeView view : fleet.nodes()) {
      boolean named = nodes.contains(view.node());
      boolean meant =
          nodes.isEmpty() ? matches(view, fleet, terms) : named && matches(view, fleet, terms);
      if (!meant) {
        continue;
      }
      Target target = target(view);
      boolean gone = view.presence() == Presence.DEAD || view.presence() == Presence.UNKNOWN;
      if (gone && !silent && !named) {
        leftOut.add(target);
      } else {
        chosen.put(view.node(), target);
      }
    }
    for (NodeId node : nodes) {
      if (fleet.node(node).isEmpty()) {
        chosen.put(node, new Target(node, Presence.UNKNOWN, null, null));
      }
    }
    return new Preview(List.copyOf(chosen.values()), leftOut, words());
  }

  private boolean matches(NodeView view, FleetView fleet, List<LabelTerm> terms) {
    Map<String, String> labels = view.report() == null ? Map.of() : view.report().labels();
    Set<String> cells = new HashSet<>();
    for (CellView cell : fleet.cells(view.node())) {
      cells.add(cell.cell().cell().value());
      if (cell.manifest() != null) {
        cells.add(cell.manifest().value());
      }
    }
    if (view.report() != null) {
      for (CellReport cell : view.report().cells()) {
        cells.add(cell.cell().value());
        cells.add(cell.manifest().value());
      }
    }
    return terms.stream().allMatch(t -> t.matches(labels, cells));
  }

  private static Target target(NodeView view) {
    return new Target(
        view.node(),
        view.presence(),
        view.silentFor(),
        view.heartbeat() == null ? null : view.heartbeat().pollSeconds());
  }

  private String words() {
    if (!selectors.isEmpty()) {
      return String.join(",", selectors);
    }
    return all
        ? "all"
        : nodes.size() == 1 ? nodes.getFirst().value() : nodes.size() + " named nodes";
  }
}
