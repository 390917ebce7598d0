package io.fleetman.controller.portal.cell;

import io.fleetman.controller.fleet.CellView;
import io.fleetman.controller.fleet.FleetView;
import io.fleetman.controller.fleet.NodeView;
import io.fleetman.controller.portal.CellWords;
import io.fleetman.controller.portal.Paged;
import io.fleetman.controller.portal.Query;
import io.fleetman.controller.portal.Shell;
import io.fleetman.controller.web.Tone;
import io.fleetman.layout.NodeId;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;

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

  /** What cells can be filtered by. */
  public enum Group {
    /** As they should be. */
    OK("As wanted"),
    /** On their way. */
    BUSY("On the way"),
    /** Somebody should look. */
    ATTENTION("Needs attention"),
    /** Went back to the version before. */
    ROLLED_BACK("Rolled back"),
    /** Failed, and nothing to go back to. */
    FAILED("Failed"),
    /** Changed by hand on the node. */
    DRIFT("Changed by hand"),
    /** Not meant to run. */
    IDLE("Not meant to run");

    private final String text;

    Group(String text) {
      this.text = text;
    }

    /** For people. */
    public String text() {
      return text;
    }

    /** For addresses. */
    public String value() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether a cell is in it. */
    public boolean has(CellView c) {
      return switch (this) {
        case OK -> CellWords.heardOf(c) && CellWords.state(c).tone() == Tone.GOOD;
        case BUSY -> CellWords.state(c).tone() == Tone.BUSY;
        case ATTENTION -> c.needsAttention();
        case ROLLED_BACK -> !c.pending() && is(c, "ROLLED_BACK");
        case FAILED -> !c.pending() && (is(c, "FAILED") || is(c, "REJECTED"));
        case DRIFT -> !c.drift().isEmpty();
        case IDLE -> CellWords.state(c).tone() == Tone.QUIET;
      };
    }

    private static boolean is(CellView c, String state) {
      return c.state() != null && c.state().name().equals(state);
    }
  }

  static CellList of(FleetView fleet, Query query) {
    List<CellView> found =
        fleet.cells().stream().filter(filter(fleet, query)).sorted(order(query)).toList();
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

  /** Which cells a query means. */
  public static Predicate<CellView> filter(FleetView fleet, Query query) {
    Predicate<CellView> all = _ -> true;
    String text = query.get("q").toLowerCase(Locale.ROOT);
    if (!text.isEmpty()) {
      all =
          all.and(
              c ->
                  c.cell().toString().contains(text)
                      || (c.manifest() != null && c.manifest().toString().contains(text)));
    }
    String node = query.get("node");
    if (!node.isEmpty()) {
      all = all.and(c -> c.cell().node().toString().equals(node));
    }
    String manifest = query.get("manifest");
    if (!manifest.isEmpty()) {
      all = all.and(c -> c.manifest() != null && c.manifest().toString().equals(manifest));
    }
    String version = query.get("version");
    if (!version.isEmpty()) {
      all =
          all.and(
              c ->
                  version.equals(String.valueOf(c.running()))
                      || version.equals(String.valueOf(c.desiredVersion())));
    }
    for (Group group : Group.values()) {
      if (group.value().equals(query.get("state"))) {
        all = all.and(group::has);
      }
    }
    String label = query.get("label");
    return label.isEmpty() ? all : all.and(labelled(fleet, label));
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
  public List<Group> groups() {
    return List.of(Group.values());
  }

  /** The same for the command line. */
  public String cli() {
    return Shell.of("fleetman status")
        .option("--manifest", query.get("manifest"))
        .option("-l", query.get("label"))
        .toString();
  }
}
