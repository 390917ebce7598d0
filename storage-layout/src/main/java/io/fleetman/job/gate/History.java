package io.fleetman.job.gate;

import io.fleetman.job.Claim;
import io.fleetman.job.JobEvent;
import io.fleetman.job.NodeStatus;
import io.fleetman.job.Verdict;
import java.time.Instant;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** What is known of a node's attempts, folded into where its share stands. Pure. */
final class History {
  private final Run run;
  private NodeStatus status = NodeStatus.QUEUED;
  private int attempt = 1;
  private int tried;
  private Instant opens;
  private @Nullable Verdict last;
  private @Nullable Standing decided;

  History(Run run) {
    this.run = run;
    this.opens = run.opens();
  }

  /** The attempt whose claim is looked at next; empty once nothing more can follow. */
  OptionalInt next() {
    return decided == null ? OptionalInt.of(attempt) : OptionalInt.empty();
  }

  /** The attempt's claim, while it has no verdict. */
  void claimed(Claim claim, Instant at) {
    switch (claim) {
      case Claim.Canceled c -> end(JobEvent.CANCEL, c.reason(), at);
      case Claim.Expired e -> end(JobEvent.EXPIRE, e.reason(), at);
      case Claim.Passed _ -> attempt++; // it waits on, and no longer than before
      case Claim.Taken taken -> {
        status = status.after(JobEvent.CLAIM);
        decided = new Standing.Running(attempt, taken, at);
      }
    }
  }

  /** What came of the attempt, which was claimed by its agent. */
  void judged(Verdict verdict, Instant at) {
    status = status.after(JobEvent.CLAIM);
    last = verdict;
    tried++;
    if (verdict.retry()) {
      status = status.after(JobEvent.RETRY);
      opens = at.plus(run.job().policy().pauseAfter(tried));
      attempt++;
    } else {
      end(verdict.event(), verdict.reason(), at);
    }
  }

  private void end(JobEvent event, @Nullable String reason, Instant at) {
    status = status.after(event);
    decided = new Standing.Ended(status, attempt, reason, last, at);
  }

  /** Where the share stands after all that was added. */
  Standing standing() {
    return decided != null ? decided : new Standing.Open(status, attempt, opens, last);
  }
}
