package io.fleetman.job.gate;

import io.fleetman.document.Author;
import io.fleetman.job.Abort;
import io.fleetman.job.CancelRequest;
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
import io.fleetman.store.StoreException;
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

  /** Whether there is anything to do. */
  public boolean isDue(Board board) {
    return !Due.of(board).isEmpty();
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
      case Due.Pass p -> {
        var _ =
            claim(
                execution,
                p.node(),
                p.attempt(),
                new Claim.Passed(p.reason(), author.apply(p.reason())));
      }
      case Due.Close c -> {
        var _ = cancel(execution, c.node(), c.attempt(), "the execution was aborted");
      }
      case Due.Lose l -> lose(execution, l);
    }
  }

  /** No attempt starts from here on; the first who says so gives the reason. */
  public Abort latch(ExecutionId execution, String reason, boolean canceled) {
    String key = JobKeys.abort(execution);
    Abort abort = new Abort(reason, canceled, author.apply(reason));
    return switch (documents.create(key, abort, Abort.class)) {
      case WriteResult.Written<Abort> _ -> abort;
      case WriteResult.Lost<Abort> lost -> standing(lost, key);
    };
  }

  /**
   * Cancels a node: closes what has not begun, or asks for the end of what runs.
   *
   * @param standing where it was seen to stand
   * @return whether its agent has to be rung
   */
  public boolean cancel(ExecutionId execution, NodeId node, Standing standing, String reason) {
    boolean runs =
        switch (standing) {
          case Standing.Ended _ -> false;
          case Standing.Running _ -> true;
          case Standing.Open open -> cancelFrom(execution, node, open.attempt(), reason);
        };
    if (runs) {
      CancelRequest request = new CancelRequest(author.apply(reason));
      var _ = documents.create(JobKeys.cancel(execution, node), request, CancelRequest.class);
    }
    return runs;
  }

  // Whoever waits after its turn was passed on is the next attempt, and must not begin either.
  private boolean cancelFrom(ExecutionId execution, NodeId node, int attempt, String reason) {
    Claim claim = cancel(execution, node, attempt, reason);
    for (int next = attempt + 1; claim instanceof Claim.Passed; next++) {
      claim = cancel(execution, node, next, reason);
    }
    return claim instanceof Claim.Taken;
  }

  /**
   * Cancels an attempt that has not begun.
   *
   * @return the claim that stands: this one, or whose came first
   */
  Claim cancel(ExecutionId execution, NodeId node, int attempt, String reason) {
    return claim(execution, node, attempt, new Claim.Canceled(reason, author.apply(reason)));
  }

  /** The same for one that did not begin in time. */
  Claim expire(ExecutionId execution, NodeId node, int attempt, String reason) {
    return claim(execution, node, attempt, new Claim.Expired(reason, author.apply(reason)));
  }

  private Claim claim(ExecutionId execution, NodeId node, int attempt, Claim claim) {
    String key = JobKeys.claim(execution, node, attempt);
    return switch (documents.create(key, claim, Claim.class)) {
      case WriteResult.Written<Claim> _ -> claim;
      case WriteResult.Lost<Claim> lost -> standing(lost, key);
    };
  }

  /** What came first; a refusal where nothing stands is an error like any other. */
  static <T> T standing(WriteResult.Lost<T> lost, String key) {
    if (lost.current() instanceof Read.Found<T> found) {
      return found.value();
    }
    throw new StoreException.Unavailable(
        "PUT " + key + ": refused, though nothing is there", false, null);
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
