package io.fleetman.agent.job;

import io.fleetman.job.NodeStatus;
import org.jspecify.annotations.Nullable;

/**
 * What came of one try of a step.
 *
 * @param status SUCCEEDED, FAILED, TIMED_OUT or CANCELED
 * @param exitCode of its process; null if there was none, or it was killed
 * @param reason continues "step 'x' ..."; null if it succeeded
 */
record TryEnd(NodeStatus status, @Nullable Integer exitCode, @Nullable String reason) {
  static final TryEnd DONE = new TryEnd(NodeStatus.SUCCEEDED, null, null);
  static final TryEnd CANCELED = new TryEnd(NodeStatus.CANCELED, null, "was stopped on request");
  static final TryEnd TIMED_OUT =
      new TryEnd(NodeStatus.TIMED_OUT, null, "was ended, because its time was up");

  static TryEnd failed(String reason) {
    return new TryEnd(NodeStatus.FAILED, null, reason);
  }

  /** Whether the same may be tried again. */
  boolean mayBeTriedAgain() {
    return status == NodeStatus.FAILED || status == NodeStatus.TIMED_OUT;
  }
}
