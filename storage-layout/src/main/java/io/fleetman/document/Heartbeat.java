package io.fleetman.document;

import io.fleetman.layout.CellId;
import io.fleetman.layout.NodeId;
import java.time.Instant;
import java.util.Objects;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * {@code agents/<node>.json}: the agent's sign of life, swapped in every interval. Its age is the
 * store's Date against the store's Last-Modified.
 *
 * @param node whose
 * @param incarnation fresh at each start of the agent
 * @param beat counts from 1 within the incarnation
 * @param agentVersion the agent's
 * @param uptimeSeconds of the agent
 * @param intervalSeconds until the next one
 * @param pollSeconds how often it looks at its doorbell
 * @param cpuPercent of all cores, over the last interval; null if unknown
 * @param memoryUsed bytes; null if unknown
 * @param memoryTotal bytes; null if unknown
 * @param diskUsed bytes on the file system of the releases; null if unknown
 * @param diskTotal bytes there; null if unknown
 * @param cells a state for each cell on the node
 * @param problem what keeps the agent from acting, one sentence; null if nothing does
 * @param sentAt when it was sent by the node's own clock: so that people see whether that is right,
 *     and for nothing else (invariant 11); null if not said
 */
public record Heartbeat(
    NodeId node,
    String incarnation,
    long beat,
    String agentVersion,
    long uptimeSeconds,
    long intervalSeconds,
    long pollSeconds,
    @Nullable Integer cpuPercent,
    @Nullable Long memoryUsed,
    @Nullable Long memoryTotal,
    @Nullable Long diskUsed,
    @Nullable Long diskTotal,
    SortedMap<CellId, CellState> cells,
    @Nullable String problem,
    @Nullable Instant sentAt)
    implements Document {
  /**
   * Fills in what was left out.
   *
   * @throws NullPointerException if it does not say whose it is
   */
  public Heartbeat {
    Objects.requireNonNull(node, "node is missing");
    incarnation = Defaults.or(incarnation, "");
    agentVersion = Defaults.or(agentVersion, "");
    cells = Defaults.sorted(cells);
  }

  @Override
  public String kind() {
    return "heartbeat";
  }
}
