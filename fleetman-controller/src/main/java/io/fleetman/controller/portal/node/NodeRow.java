package io.fleetman.controller.portal.node;

import io.fleetman.controller.fleet.NodeView;
import io.fleetman.controller.portal.CellWords;
import io.fleetman.controller.portal.Gauge;
import io.fleetman.controller.web.Word;
import io.fleetman.controller.web.Words;
import io.fleetman.document.Heartbeat;
import io.fleetman.document.NodeReport;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A node's line.
 *
 * @param name its id
 * @param presence in a word
 * @param seen how long ago it was heard of
 * @param seenAt when that was, by the store's clock; empty if that is not known, or just now: it
 *     would change the page with every heartbeat
 * @param host its own name and operating system; empty if unknown
 * @param labels {@code name=value}
 * @param profiles what can run there
 * @param agent the agent's version; empty if unknown
 * @param cells how many it has
 * @param problems how many things are wrong with it
 * @param cpu null if unknown
 * @param memory null if unknown
 * @param disk null if unknown
 */
public record NodeRow(
    String name,
    Word presence,
    String seen,
    String seenAt,
    String host,
    List<String> labels,
    List<String> profiles,
    String agent,
    int cells,
    int problems,
    @Nullable Gauge cpu,
    @Nullable Gauge memory,
    @Nullable Gauge disk) {
  static NodeRow of(NodeView n, int cells, @Nullable Instant storeNow) {
    Duration silent = n.silentFor();
    Heartbeat beat = n.heartbeat();
    NodeReport report = n.report();
    return new NodeRow(
        n.node().toString(),
        CellWords.presence(n.presence()),
        Words.coarse(silent),
        silent == null || storeNow == null || silent.toMinutes() == 0
            ? ""
            : Words.exact(storeNow.minus(silent)),
        report == null ? "" : report.hostname() + ", " + report.os(),
        labels(report),
        report == null
            ? List.of()
            : report.profiles().keySet().stream()
                .map(p -> p.name().toLowerCase(Locale.ROOT))
                .toList(),
        beat != null ? beat.agentVersion() : report != null ? report.agentVersion() : "",
        cells,
        n.problems().size(),
        Gauge.cpu(beat),
        Gauge.memory(beat),
        Gauge.disk(beat));
  }

  static List<String> labels(@Nullable NodeReport report) {
    return report == null
        ? List.of()
        : report.labels().entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList();
  }
}
