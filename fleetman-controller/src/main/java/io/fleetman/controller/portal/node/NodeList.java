package io.fleetman.controller.portal.node;

import io.fleetman.controller.fleet.FleetView;
import io.fleetman.controller.fleet.NodeView;
import io.fleetman.controller.fleet.Presence;
import io.fleetman.controller.portal.Paged;
import io.fleetman.controller.portal.Query;
import io.fleetman.document.Heartbeat;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A page of the nodes.
 *
 * @param query what is shown, in which order
 * @param rows of this page
 * @param labels to choose from, {@code name=value}
 * @param any whether the fleet has any node at all
 */
public record NodeList(Query query, Paged<NodeRow> rows, List<String> labels, boolean any) {
  /** The filters that the address may name. */
  static final List<String> FILTERS = List.of("q", "presence", "label");

  private static final int CHOICES = 200;

  static NodeList of(FleetView fleet, Query query) {
    List<NodeView> found =
        fleet.nodes().stream().filter(filter(query)).sorted(order(fleet, query)).toList();
    Paged<NodeView> page = Paged.of(found, query.page());
    return new NodeList(
        query,
        new Paged<>(
            page.items().stream()
                .map(n -> NodeRow.of(n, fleet.cells(n.node()).size(), fleet.storeNow()))
                .toList(),
            page.page(),
            page.pages(),
            page.total()),
        fleet.nodes().stream()
            .flatMap(n -> NodeRow.labels(n.report()).stream())
            .distinct()
            .sorted()
            .limit(CHOICES)
            .toList(),
        !fleet.nodes().isEmpty());
  }

  private static Predicate<NodeView> filter(Query query) {
    Predicate<NodeView> all = _ -> true;
    String text = query.get("q").toLowerCase(Locale.ROOT);
    if (!text.isEmpty()) {
      all = all.and(n -> n.node().toString().contains(text) || host(n).contains(text));
    }
    String presence = query.get("presence");
    if (presence.equals("problem")) {
      all = all.and(n -> !n.problems().isEmpty());
    } else if (!presence.isEmpty()) {
      all = all.and(n -> n.presence().name().toLowerCase(Locale.ROOT).equals(presence));
    }
    String label = query.get("label");
    return label.isEmpty() ? all : all.and(n -> NodeRow.labels(n.report()).contains(label));
  }

  private static String host(NodeView n) {
    var report = n.report();
    return report == null ? "" : report.hostname().toLowerCase(Locale.ROOT);
  }

  private static Comparator<NodeView> order(FleetView fleet, Query query) {
    Comparator<NodeView> byName = Comparator.comparing(NodeView::node);
    Comparator<NodeView> order =
        switch (query.sort()) {
          case "state" ->
              Comparator.comparing(NodeView::presence, Comparator.comparingInt(NodeList::urgency));
          case "seen" ->
              Comparator.comparing(
                  n -> Objects.requireNonNullElse(n.silentFor(), Duration.ofDays(36_500)));
          case "cpu" -> most(b -> Objects.requireNonNullElse(b.cpuPercent(), -1));
          case "memory" -> most(b -> percent(b.memoryUsed(), b.memoryTotal()));
          case "disk" -> most(b -> percent(b.diskUsed(), b.diskTotal()));
          case "cells" -> Comparator.comparingInt((NodeView n) -> -fleet.cells(n.node()).size());
          case "agent" ->
              Comparator.comparing(
                  n -> {
                    var beat = n.heartbeat();
                    return beat == null ? "" : beat.agentVersion();
                  });
          default -> byName;
        };
    return (query.descending() ? order.reversed() : order).thenComparing(byName);
  }

  private static int urgency(Presence presence) {
    return switch (presence) {
      case DEAD -> 0;
      case WARNING -> 1;
      case UNKNOWN -> 2;
      case ACTIVE -> 3;
    };
  }

  private static Comparator<NodeView> most(ToLongFunction<Heartbeat> figure) {
    return Comparator.comparingLong(
        n -> {
          var beat = n.heartbeat();
          return beat == null ? 1 : -figure.applyAsLong(beat);
        });
  }

  private static long percent(@Nullable Long used, @Nullable Long total) {
    return used == null || total == null || total <= 0 ? -1 : 1000 * used / total;
  }
}
