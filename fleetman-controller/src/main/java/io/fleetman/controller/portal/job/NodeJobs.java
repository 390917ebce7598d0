package io.fleetman.controller.portal.job;

import io.fleetman.controller.job.Executions;
import io.fleetman.job.gate.Standing;
import io.fleetman.layout.ExecutionId;
import io.fleetman.layout.NodeId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What a node was told to run, the newest first. */
public record NodeJobs(String node, List<Row> rows) {
  private static final int SHOWN = 50;

  /** One of them. */
  public record Row(String execution, String name, Instant at, ExecutionPage.Cell cell) {}

  static NodeJobs of(Executions executions, NodeId node) {
    List<Row> rows = new ArrayList<>();
    for (ExecutionId id : executions.ofNode(node).stream().limit(SHOWN).toList()) {
      executions
          .read(id)
          .ifPresent(
              board -> {
                Standing standing = board.standings().get(node);
                if (standing != null) {
                  rows.add(
                      new Row(
                          id.value(),
                          board.run().job().name(),
                          board.run().created(),
                          ExecutionPage.Cell.of(node, standing)));
                }
              });
    }
    return new NodeJobs(node.value(), rows);
  }
}
