package io.fleetman.controller.portal.cell;

import io.fleetman.controller.fleet.CellFilter;
import io.fleetman.controller.fleet.CellGroup;
import io.fleetman.controller.fleet.CellView;
import io.fleetman.controller.fleet.FleetView;
import io.fleetman.controller.fleet.NodeView;
import io.fleetman.controller.portal.CellWords;
import io.fleetman.controller.portal.Paged;
import io.fleetman.controller.portal.Query;
import io.fleetman.controller.portal.Shell;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * A page of the cells.
 *
 * @param query what is shown, in which order
 * @param rows of this page
 * @param manifests to choose from
 * @param labels to choose from, {@code name=value}
 * @param any whether the fleet has any cell at all
 */
public record CellList(
    Query query, Paged<CellRow> rows, List<String> manifests, List<String> labels, boolean any) {
  /** The filters that the address may name. */
  static final List<String> FILTERS = List.of("q", "state", "manifest", "label", "node", "version");

  private static final int CHOICES = 200;

  static CellList of(FleetView fleet, Query query) {
    List<CellView> found =
        fleet.cells().stream().filter(filter(query).in(fleet)).sorted(order(query)).toList();
    Paged<CellView> page = Paged.of(found, query.page());
    return new CellList(
        query,
        new Paged<>(
            page.items().stream().map(CellRow::of).toList(),
            page.page(),
            page.pages(),
            page.total()),
        fleet.cells().stream()
            .map(CellView::manifest)
            .filter(Objects::nonNull)
            .map(Object::toString)
            .distinct()
            .sorted()
            .limit(CHOICES)
            .toList(),
        labels(fleet),
        !fleet.cells().isEmpty());
  }

  static List<String> labels(FleetView fleet) {
    return fleet.nodes().stream()
        .filter(n -> n.report() != null)
        .flatMap(CellList::labels)
        .distinct()
        .sorted()
        .limit(CHOICES)
        .toList();
  }

  private static java.util.stream.Stream<String> labels(NodeView node) {
    var report = node.report();
    return report == null
        ? java.util.stream.Stream.empty()
        : report.labels().entrySet().stream().map(e -> e.getKey() + "=" + e.getValue());
  }

  // A state that is none filters nothing: a link from an older page still shows the cells.
  private static CellFilter filter(Query query) {
    return new CellFilter(
        query.get("q"),
        query.get("node"),
        query.get("manifest"),
        query.get("version"),
        CellGroup.of(query.get("state")).orElse(null),
        query.get("label"));
  }

  private static Comparator<CellView> order(Query query) {
    Comparator<CellView> byName = Comparator.comparing(CellView::cell);
    Comparator<CellView> order =
        switch (query.sort()) {
          case "manifest" -> Comparator.comparing(c -> String.valueOf(c.manifest()));
          case "wanted" -> Comparator.comparing(CellWords::wanted);
          case "active" -> Comparator.comparing(c -> CellWords.text(c.running()));
          case "state" ->
              Comparator.comparing(
                  (CellView c) -> CellWords.state(c).tone(), Comparator.reverseOrder());
          case "since" ->
              Comparator.comparing(
                  CellView::since, Comparator.nullsLast(Comparator.naturalOrder()));
          default -> byName;
        };
    return (query.descending() ? order.reversed() : order).thenComparing(byName);
  }

  /** The groups to choose from. */
  public List<CellGroup> groups() {
    return List.of(CellGroup.values());
  }

  /** The same for the command line. */
  public String cli() {
    return Shell.of("fleetman status")
        .option("--manifest", query.get("manifest"))
        .option("-l", query.get("label"))
        .toString();
  }
}
