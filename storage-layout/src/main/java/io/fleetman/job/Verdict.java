package io.fleetman.job;

import io.fleetman.document.Defaults;
import io.fleetman.document.Document;
import io.fleetman.layout.NodeId;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@code jobs/gates/<execution>/verdicts/<node>/<attempt>}: what came of an attempt that was
 * claimed by its agent, written once: by the agent, or, saying LOST, by anybody after the hard
 * limit and the grace (invariant 21).
 *
 * @param node whose
 * @param attempt which, from 1
 * @param status how it ended: SUCCEEDED, FAILED, TIMED_OUT, REJECTED, CANCELED or LOST
 * @param retry whether another attempt follows; only after FAILED or TIMED_OUT
 * @param reason why it is not SUCCEEDED, one sentence; null if it is
 * @param exitCode of the process that decided it; null if there was none
 * @param slot the one that it held; null: it held none
 * @param steps what came of each step that was begun, in order
 * @param output what it wrote
 * @param startedAt by the node's clock; null if it never started
 * @param endedAt by the writer's clock
 * @param by the agent's incarnation, or who found it lost
 */
public record Verdict(
    NodeId node,
    int attempt,
    NodeStatus status,
    Boolean retry,
    @Nullable String reason,
    @Nullable Integer exitCode,
    @Nullable SlotRef slot,
    List<StepResult> steps,
    JobOutput output,
    @Nullable Instant startedAt,
    Instant endedAt,
    String by)
    implements Document {
  /**
   * Fills in what was left out.
   *
   * @throws NullPointerException if it does not say whose it is, what came of it, and when
   * @throws IllegalArgumentException if the status is no end of an attempt, or one that is not
   *     tried again
   */
  public Verdict {
    retry = Defaults.or(retry, false);
    steps = Defaults.list(steps);
    output = Defaults.or(output, JobOutput.NONE);
    by = Defaults.or(by, "");
    Objects.requireNonNull(node, "node is missing");
    Objects.requireNonNull(status, "status is missing");
    Objects.requireNonNull(endedAt, "endedAt is missing");
    if (!status.isEnd() || status == NodeStatus.EXPIRED) {
      throw new IllegalArgumentException("a verdict cannot be " + status);
    }
    if (retry && status != NodeStatus.FAILED && status != NodeStatus.TIMED_OUT) {
      throw new IllegalArgumentException("an attempt that is " + status + " is not tried again");
    }
  }

  /** The event that it is in the table of {@link NodeStatus}. */
  public JobEvent event() {
    return retry
        ? JobEvent.RETRY
        : switch (status) {
          case SUCCEEDED -> JobEvent.SUCCEED;
          case FAILED -> JobEvent.FAIL;
          case TIMED_OUT -> JobEvent.TIME_OUT;
          case REJECTED -> JobEvent.REJECT;
          case CANCELED -> JobEvent.CANCEL;
          case LOST -> JobEvent.LOSE;
          case QUEUED, IN_PROGRESS, EXPIRED ->
              throw new IllegalStateException("a verdict cannot be " + status);
        };
  }

  @Override
  public String kind() {
    return "verdict";
  }
}
