package io.fleetman.controller.portal.job;

import io.fleetman.controller.job.Executions;
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
              board ->
                  ExecutionPage.of(board).cells().stream()
                      .filter(c -> c.node().equals(node.value()))
                      .forEach(
                          c ->
                              rows.add(
                                  new Row(
                                      id.value(),
                                      board.run().job().name(),
                                      board.run().created(),
                                      c))));
    }
    return new NodeJobs(node.value(), rows);
  }
}
