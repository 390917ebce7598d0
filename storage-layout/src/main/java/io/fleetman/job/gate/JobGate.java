package io.fleetman.job.gate;

import io.fleetman.document.Author;
import io.fleetman.job.Abort;
import io.fleetman.job.CancelRequest;
import io.fleetman.job.Claim;
import io.fleetman.job.JobOutput;
import io.fleetman.job.NodeStatus;
import io.fleetman.job.Slot;
import io.fleetman.job.SlotRef;
import io.fleetman.job.Verdict;
import io.fleetman.layout.JobKeys;
import io.fleetman.layout.NodeId;
import io.fleetman.store.DocumentStore;
import io.fleetman.store.ListPage;
import io.fleetman.store.Read;
import io.fleetman.store.WriteResult;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One node's way into an execution, and out of it again: invariants 19 to 21 as its agent keeps
 * them. Every method may throw a {@link io.fleetman.store.StoreException}; then nothing is decided,
 * and it is called again. Not for several threads at once; one for as long as the execution is open
 * on the node, since it knows when a claim whose answer was lost was put.
 */
public final class JobGate {
  private static final Duration SOON = Duration.ofSeconds(2);
  private static final Duration EACH = Duration.ofMillis(200);
  private static final Duration LATEST = Duration.ofSeconds(15);
  private static final int TRIES = 3;

  private final DocumentStore documents;
  private final GateReader reader;
  private final Settler settler;
  private final Run run;
  private final NodeId node;
  private final Function<String, Author> author;
  private final LongSupplier nanoTime;
  private final Map<Integer, Long> claimedAt = new HashMap<>();

  /**
   * For a node.
   *
   * @param author who says so now, for a reason
   * @param nanoTime a clock that only grows, as {@link System#nanoTime}
   */
  public JobGate(
      DocumentStore documents,
      Run run,
      NodeId node,
      Function<String, Author> author,
      LongSupplier nanoTime) {
    this.documents = documents;
    this.author = author;
    this.nanoTime = nanoTime;
    this.reader = new GateReader(documents, run);
    this.settler = new Settler(documents, author);
    this.run = run;
    this.node = node;
  }

  /** Where the node stands; a request for each claim and verdict of its own, and no listing. */
  public Standing look() {
    History history = new History(run);
    OptionalInt next = history.next();
    while (next.isPresent()) {
      if (!(documents.read(claimKey(next.getAsInt()), Claim.class)
          instanceof Read.Found<Claim> claim)) {
        break;
      }
      if (claim.value() instanceof Claim.Taken
          && documents.read(verdictKey(next.getAsInt()), Verdict.class)
              instanceof Read.Found<Verdict> verdict) {
        history.judged(verdict.value(), verdict.lastModified());
      } else {
        history.claimed(claim.value(), claim.lastModified());
      }
      next = history.next();
    }
    return history.standing();
  }

  /**
   * Tries to begin an attempt: not before its time, with a slot if one is needed, by winning its
   * claim.
   *
   * @param open where {@link #look} saw the node
   * @param nonce random, kept durably before; the same at each call for the attempt
   * @param incarnation of the agent
   */
  public Entry enter(Standing.Open open, String nonce, String incarnation) {
    return run.job().policy().gated(run.job().targets().size())
        ? enterBySlot(open, nonce, incarnation)
        : enterFreely(open, nonce, incarnation);
  }

  private Entry enterFreely(Standing.Open open, String nonce, String incarnation) {
    ListPage page = documents.objects().list(JobKeys.gates(run.job().id()), "/", null);
    boolean aborted =
        page.objects().stream().anyMatch(e -> e.key().equals(JobKeys.abort(run.job().id())));
    if (aborted) {
      return closed(open.attempt(), nonce);
    }
    Entry late = untimely(open, nonce, page.storeNow());
    return late != null ? late : claim(open.attempt(), nonce, incarnation, null);
  }

  private Entry enterBySlot(Standing.Open open, String nonce, String incarnation) {
    Board board = reader.read(List.of(node));
    for (int i = 0; i < TRIES; i++) {
      if (board.gates().aborted()) {
        return closed(open.attempt(), nonce);
      }
      Entry late = untimely(open, nonce, board.gates().now());
      if (late != null) {
        return late;
      }
      switch (SlotPlan.of(board, node, open.attempt())) {
        case SlotPlan.Held held -> {
          return claimUnlessAborted(open.attempt(), nonce, incarnation, held.slot());
        }
        case SlotPlan.Full _ -> {
          boolean freed = settler.settle(board);
          if (!freed) {
            return new Entry.Wait("as many as may run at once do", turn(board), true);
          }
          board = reader.read(List.of(node));
        }
        case SlotPlan.Take seen -> {
          // Failures are counted in what is read after the chain was seen free: whoever is next in
          // a chain has then seen every failure that came before the chain's last end.
          board = reader.read(List.of(node));
          if (board.tooManyFailed()) {
            var _ = settler.settle(board);
            return closed(open.attempt(), nonce);
          }
          if (!board.gates().aborted()
              && SlotPlan.of(board, node, open.attempt()) instanceof SlotPlan.Take now
              && now.slot().equals(seen.slot())
              && take(open.attempt(), now, nonce)) {
            return claimUnlessAborted(open.attempt(), nonce, incarnation, now.slot());
          }
          board = reader.read(List.of(node));
        }
      }
    }
    return new Entry.Wait("others were first", SOON, true);
  }

  // Any of those that wait may find the free slot, so the more there are, the more seldom each has
  // to
  // look: together five times a second.
  private static Duration turn(Board board) {
    Duration pause = EACH.multipliedBy(board.unclaimed());
    return pause.compareTo(SOON) < 0 ? SOON : pause.compareTo(LATEST) > 0 ? LATEST : pause;
  }

  private boolean take(int attempt, SlotPlan.Take take, String nonce) {
    SlotRef ref = take.slot();
    return documents.create(
            JobKeys.slot(run.job().id(), ref.chain(), ref.generation()),
            new Slot(node, attempt, take.failures(), nonce),
            Slot.class)
        instanceof WriteResult.Written<Slot>;
  }

  // Between the slot and the claim somebody may have latched the abort.
  private Entry claimUnlessAborted(int attempt, String nonce, String incarnation, SlotRef slot) {
    return documents.read(JobKeys.abort(run.job().id()), Abort.class) instanceof Read.Found<Abort>
        ? closed(attempt, nonce)
        : claim(attempt, nonce, incarnation, slot);
  }

  // An earlier try may have landed though its answer was lost, so its age counts from the first.
  private Entry claim(int attempt, String nonce, String incarnation, @Nullable SlotRef slot) {
    long first = claimedAt.computeIfAbsent(attempt, _ -> nanoTime.getAsLong());
    WriteResult<Claim> result =
        documents.create(claimKey(attempt), new Claim.Taken(nonce, incarnation), Claim.class);
    if (result instanceof WriteResult.Lost<Claim> lost) {
      return over(attempt, nonce, lost);
    }
    Duration age = Duration.ofNanos(nanoTime.getAsLong() - first);
    if (age.compareTo(run.job().policy().timeout()) >= 0) {
      return stopped(attempt, slot, "its claim was answered only after its limit");
    }
    return new Entry.Begin(slot, age);
  }

  private Entry over(int attempt, String nonce, WriteResult.Lost<Claim> lost) {
    return over(attempt, nonce, Settler.standing(lost, claimKey(attempt)));
  }

  // A claim of an earlier incarnation with this nonce may have been followed by a start: nothing is
  // begun twice.
  private Entry over(int attempt, String nonce, Claim claim) {
    return switch (claim) {
      case Claim.Taken t when t.nonce().equals(nonce) ->
          stopped(attempt, null, "its claim stood before, and it was not begun");
      case Claim.Taken t ->
          new Entry.Over("it was claimed before, by incarnation " + t.incarnation());
      case Claim.Canceled c -> new Entry.Over(c.reason());
      case Claim.Expired e -> new Entry.Over(e.reason());
      case Claim.Passed p -> new Entry.Over(p.reason());
    };
  }

  // The claim is this agent's, and what it would begin must not be begun.
  private Entry stopped(int attempt, @Nullable SlotRef slot, String reason) {
    Author who = author.apply(reason);
    var _ =
        say(
            new Verdict(
                node,
                attempt,
                NodeStatus.CANCELED,
                false,
                reason,
                null,
                slot,
                List.of(),
                JobOutput.NONE,
                null,
                who.at(),
                who.by()));
    return new Entry.Over(reason);
  }

  private Entry closed(int attempt, String nonce) {
    String reason = "the execution was aborted before this node began";
    Claim claim = settler.cancel(run.job().id(), node, attempt, reason);
    return claim instanceof Claim.Taken t && t.nonce().equals(nonce)
        ? stopped(attempt, null, reason)
        : over(attempt, nonce, claim);
  }

  private @Nullable Entry untimely(Standing.Open open, String nonce, @Nullable Instant now) {
    if (now == null) {
      return new Entry.Wait("the store does not say the time", SOON, true);
    }
    if (now.isBefore(open.opens())) {
      return new Entry.Wait(
          "it opens at " + open.opens(),
          Duration.between(now, open.opens()).plusMillis(100),
          false);
    }
    if (!now.isBefore(run.expires(open.opens()))) {
      String reason = "it was to begin before " + run.expires(open.opens());
      return over(
          open.attempt(), nonce, settler.expire(run.job().id(), node, open.attempt(), reason));
    }
    return null;
  }

  /** Whether another attempt follows one that ended so: what {@link Verdict#retry} says. */
  public boolean retries(NodeStatus status, int attempt) {
    return (status == NodeStatus.FAILED || status == NodeStatus.TIMED_OUT)
        && tried(attempt) <= run.job().policy().retries()
        && !cancelRequested();
  }

  // Attempts that were passed over did nothing; they are looked for only if they would matter.
  private int tried(int attempt) {
    int tried = attempt;
    for (int i = 1; i < attempt && tried > run.job().policy().retries(); i++) {
      boolean passed =
          documents.read(claimKey(i), Claim.class) instanceof Read.Found<Claim> claim
              && claim.value() instanceof Claim.Passed;
      tried -= passed ? 1 : 0;
    }
    return tried;
  }

  /** Says what came of an attempt. */
  public Said say(Verdict verdict) {
    String key = verdictKey(verdict.attempt());
    return switch (documents.create(key, verdict, Verdict.class)) {
      case WriteResult.Written<Verdict> _ -> new Said.Stands();
      case WriteResult.Lost<Verdict> lost -> new Said.Refused(Settler.standing(lost, key));
    };
  }

  /**
   * The slot that an attempt holds, for the verdict of an agent that does not know it any more; it
   * can be taken from nobody before that verdict is said.
   */
  public @Nullable SlotRef slotOf(int attempt) {
    return run.job().policy().gated(run.job().targets().size())
        ? reader.read(List.of(node)).held(node, attempt).orElse(null)
        : null;
  }

  /** Whether somebody asked to stop what runs on the node. */
  public boolean cancelRequested() {
    return documents.read(JobKeys.cancel(run.job().id(), node), CancelRequest.class)
        instanceof Read.Found<CancelRequest>;
  }

  private String claimKey(int attempt) {
    return JobKeys.claim(run.job().id(), node, attempt);
  }

  private String verdictKey(int attempt) {
    return JobKeys.verdict(run.job().id(), node, attempt);
  }
}
