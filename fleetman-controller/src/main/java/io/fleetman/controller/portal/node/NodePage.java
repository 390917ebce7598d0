package io.fleetman.controller.portal.node;

import io.fleetman.controller.console.Human;
import io.fleetman.controller.fleet.CellView;
import io.fleetman.controller.fleet.NodeView;
import io.fleetman.controller.fleet.Nodes;
import io.fleetman.controller.fleet.Presence;
import io.fleetman.controller.portal.cell.CellRow;
import io.fleetman.document.Heartbeat;
import io.fleetman.document.NodeReport;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A node's page.
 *
 * @param row as in lists
 * @param facts about the machine and its agent, by name
 * @param problems what is wrong, a sentence each
 * @param cells what it has
 * @param dead whether its record may be deleted
 * @param silent whether what is shown is what it said last
 * @param tag of what it said last
 */
public record NodePage(
    NodeRow row,
    Map<String, String> facts,
    List<String> problems,
    List<CellRow> cells,
    boolean dead,
    boolean silent,
    String tag) {
  static NodePage of(NodeView n, List<CellView> cells, @Nullable Instant storeNow) {
    return new NodePage(
        NodeRow.of(n, cells.size(), storeNow),
        facts(n),
        n.problems(),
        cells.stream().map(CellRow::of).toList(),
        n.presence() == Presence.DEAD || (n.presence() == Presence.UNKNOWN && n.report() != null),
        n.presence() != Presence.ACTIVE,
        Nodes.tag(n));
  }

  private static Map<String, String> facts(NodeView n) {
    Map<String, String> facts = new LinkedHashMap<>();
    NodeReport report = n.report();
    Heartbeat beat = n.heartbeat();
    if (report != null) {
      facts.put("Host", report.hostname());
      facts.put("System", report.os() + ", " + report.arch());
      report
          .profiles()
          .forEach((p, note) -> facts.put("Can run " + p.name().toLowerCase(Locale.ROOT), note));
    }
    if (beat != null) {
      facts.put("Agent", beat.agentVersion());
      facts.put("Agent up for", Human.span(Duration.ofSeconds(beat.uptimeSeconds())));
      facts.put("Heartbeat every", Human.span(Duration.ofSeconds(beat.intervalSeconds())));
      if (n.clockOffset() != null) {
        facts.put("Clock", n.isClockWrong() ? Human.offset(n.clockOffset()) : "right");
      }
      facts.put("Looks every", Human.span(Duration.ofSeconds(beat.pollSeconds())));
    }
    return facts;
  }
}
