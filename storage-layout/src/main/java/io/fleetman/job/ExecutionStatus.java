package io.fleetman.job;

import java.util.Collection;

/** Where an execution stands, derived from its nodes and from nothing else. */
public enum ExecutionStatus {
  /** No node has begun. */
  QUEUED,
  /** At least one node is open, and at least one has begun or ended. */
  IN_PROGRESS,
  /** Every node succeeded. */
  SUCCEEDED,
  /** All have ended; at least one neither succeeded nor was canceled. */
  FAILED,
  /** All have ended; at least one was canceled, and the others succeeded. */
  CANCELED;

  /** Of nodes in these states. */
  public static ExecutionStatus of(Collection<NodeStatus> nodes) {
    if (nodes.stream().allMatch(s -> s == NodeStatus.QUEUED)) {
      return QUEUED;
    }
    if (!nodes.stream().allMatch(NodeStatus::isEnd)) {
      return IN_PROGRESS;
    }
    if (nodes.stream().allMatch(s -> s == NodeStatus.SUCCEEDED)) {
      return SUCCEEDED;
    }
    return nodes.stream().allMatch(s -> s == NodeStatus.SUCCEEDED || s == NodeStatus.CANCELED)
        ? CANCELED
        : FAILED;
  }

  /** Whether nothing more happens. */
  public boolean isEnd() {
    return this != QUEUED && this != IN_PROGRESS;
  }
}
