package io.fleetman.controller.job;

import io.fleetman.job.JobDocument;
import io.fleetman.job.JobPolicy;
import io.fleetman.layout.ExecutionId;
import io.fleetman.layout.NodeId;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What somebody asks to be run.
 *
 * @param name what people call it
 * @param template where the document came from, with its revision; null: it was given
 * @param document what to do
 * @param parameters values for its parameters
 * @param targets the nodes
 * @param chosen how they were chosen, in words; null: not said
 * @param policy how it is run
 * @param retryOf the execution whose failed nodes are tried again; null: none
 */
public record JobOrder(
    String name,
    @Nullable String template,
    JobDocument document,
    Map<String, String> parameters,
    List<NodeId> targets,
    @Nullable String chosen,
    JobPolicy policy,
    @Nullable ExecutionId retryOf) {
  /** Targets are sorted, each once. */
  public JobOrder {
    targets = List.copyOf(new TreeSet<>(targets));
    parameters = Map.copyOf(parameters);
  }
}
