package io.fleetman.controller.job;

import io.fleetman.controller.support.OpenFleet;
import io.fleetman.job.Verdict;
import io.fleetman.job.log.Frame;
import io.fleetman.job.log.Frames;
import io.fleetman.layout.ExecutionId;
import io.fleetman.layout.JobKeys;
import io.fleetman.layout.NodeId;
import io.fleetman.store.GetResult;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The output of one attempt, as far as it is there. */
public final class JobLog {
  private final OpenFleet fleet;
  private final ExecutionId execution;
  private final NodeId node;
  private final int attempt;
  private int next;

  /** From its beginning. */
  public JobLog(OpenFleet fleet, ExecutionId execution, NodeId node, int attempt) {
    this.fleet = fleet;
    this.execution = execution;
    this.node = node;
    this.attempt = attempt;
  }

  /**
   * Hands on what has come since the last call, a chunk at a time.
   *
   * @param verdict the attempt's; null while it runs
   * @param each hears frames in the order in which they were read
   */
  public void read(@Nullable Verdict verdict, Consumer<List<Frame>> each) {
    if (verdict != null && verdict.output().inline() != null) {
      if (next == 0) {
        next = 1;
        each.accept(
            Frames.read(
                "the verdict of " + node,
                verdict.output().inline().getBytes(StandardCharsets.UTF_8)));
      }
      return;
    }
    int end = verdict == null ? Integer.MAX_VALUE : verdict.output().chunks();
    while (next < end) {
      String key = JobKeys.logChunk(execution, node, attempt, next);
      if (!(fleet.objects().get(key) instanceof GetResult.Found found)) {
        return; // not yet
      }
      each.accept(Frames.read(key, found.body()));
      next++;
    }
  }

  /** How many chunks were handed on. */
  public int chunks() {
    return next;
  }

  /**
   * The same from a chunk on, for followers that come back.
   *
   * @param chunk how many chunks they had
   */
  public JobLog from(int chunk) {
    next = chunk;
    return this;
  }
}
