package io.fleetman.job.gate;

import io.fleetman.document.Author;
import io.fleetman.job.Abort;
import io.fleetman.job.Claim;
import io.fleetman.job.JobOutput;
import io.fleetman.job.NodeStatus;
import io.fleetman.job.Verdict;
import io.fleetman.layout.ExecutionId;
import io.fleetman.layout.JobKeys;
import io.fleetman.layout.NodeId;
import io.fleetman.store.DocumentStore;
import io.fleetman.store.FanOut;
import io.fleetman.store.Read;
import io.fleetman.store.WriteResult;
import java.util.List;
import java.util.function.Function;

/** Does what is due, by create-only puts: it does not matter how many do, or who is first. */
public final class Settler {
  private static final int AT_ONCE = 16;

  private final DocumentStore documents;
  private final Function<String, Author> author;

  /**
   * On this store.
   *
   * @param author who says so now, for a reason
   */
  public Settler(DocumentStore documents, Function<String, Author> author) {
    this.documents = documents;
    this.author = author;
  }

  /**
   * Does it.
   *
   * @return whether something changed, so that it is worth to read again
   */
  public boolean settle(Board board) {
    List<Due> due = Due.of(board);
    ExecutionId execution = board.run().job().id();
    FanOut.forEach(due, AT_ONCE, d -> settle(execution, d));
    return !due.isEmpty();
  }

  private void settle(ExecutionId execution, Due due) {
    switch (due) {
      case Due.Latch l -> {
        var _ = latch(execution, l.reason(), false);
      }
      case Due.Expire e -> {
        var _ = expire(execution, e.node(), e.attempt(), e.reason());
      }
      case Due.Close c -> {
        var _ = cancel(execution, c.node(), c.attempt(), "the execution was aborted");
      }
      case Due.Lose l -> lose(execution, l);
    }
  }

  /** No attempt starts from here on; the first who says so gives the reason. */
  public Abort latch(ExecutionId execution, String reason, boolean canceled) {
    Abort abort = new Abort(reason, canceled, author.apply(reason));
    return documents.create(JobKeys.abort(execution), abort, Abort.class)
            instanceof WriteResult.Lost<Abort>(Read.Found<Abort> there)
        ? there.value()
        : abort;
  }

  /**
   * Cancels an attempt that has not begun.
   *
   * @return the claim that stands: this one, or whose came first
   */
  public Claim cancel(ExecutionId execution, NodeId node, int attempt, String reason) {
    return claim(execution, node, attempt, new Claim.Canceled(reason, author.apply(reason)));
  }

  /** The same for one that did not begin in time. */
  Claim expire(ExecutionId execution, NodeId node, int attempt, String reason) {
    return claim(execution, node, attempt, new Claim.Expired(reason, author.apply(reason)));
  }

  private Claim claim(ExecutionId execution, NodeId node, int attempt, Claim claim) {
    return documents.create(JobKeys.claim(execution, node, attempt), claim, Claim.class)
            instanceof WriteResult.Lost<Claim>(Read.Found<Claim> there)
        ? there.value()
        : claim;
  }

  private void lose(ExecutionId execution, Due.Lose lose) {
    Author who = author.apply(lose.reason());
    Verdict verdict =
        new Verdict(
            lose.node(),
            lose.attempt(),
            NodeStatus.LOST,
            false,
            lose.reason(),
            null,
            lose.slot(),
            List.of(),
            JobOutput.NONE,
            null,
            who.at(),
            who.by());
    var _ =
        documents.create(
            JobKeys.verdict(execution, lose.node(), lose.attempt()), verdict, Verdict.class);
  }
}
