package io.fleetman.controller.fleet;

import io.fleetman.layout.NodeId;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which cells somebody asks for. Empty texts filter nothing. Pure.
 *
 * @param text part of the cell's or its manifest's name
 * @param node the node's name
 * @param manifest the manifest's name
 * @param version that it must be at, or is at
 * @param state how it is; null: however it is
 * @param label of its node, {@code name=value}
 */
public record CellFilter(
    String text,
    String node,
    String manifest,
    String version,
    @Nullable CellGroup state,
    String label) {
  /** Whether a cell of this fleet is meant. */
  public Predicate<CellView> in(FleetView fleet) {
    Predicate<CellView> all = c -> state == null || state.has(c);
    String part = text.toLowerCase(Locale.ROOT);
    if (!part.isEmpty()) {
      all = all.and(c -> c.cell().toString().contains(part) || manifest(c).contains(part));
    }
    if (!node.isEmpty()) {
      all = all.and(c -> c.cell().node().toString().equals(node));
    }
    if (!manifest.isEmpty()) {
      all = all.and(c -> manifest(c).equals(manifest));
    }
    if (!version.isEmpty()) {
      all =
          all.and(
              c ->
                  version.equals(String.valueOf(c.running()))
                      || version.equals(String.valueOf(c.desiredVersion())));
    }
    return label.isEmpty() ? all : all.and(labelled(fleet, label));
  }

  private static String manifest(CellView c) {
    return c.manifest() == null ? "" : c.manifest().toString();
  }

  private static Predicate<CellView> labelled(FleetView fleet, String label) {
    int equals = label.indexOf('=');
    String name = equals < 0 ? label : label.substring(0, equals);
    String value = equals < 0 ? "" : label.substring(equals + 1);
    Map<NodeId, Boolean> has = new HashMap<>();
    for (NodeView node : fleet.nodes()) {
      var report = node.report();
      has.put(node.node(), report != null && value.equals(report.labels().get(name)));
    }
    return c -> has.getOrDefault(c.cell().node(), false);
  }
}
