package io.fleetman.agent.job;

import io.fleetman.agent.job.Turns.Ticket;
import io.fleetman.job.Claim;
import io.fleetman.job.JobOutput;
import io.fleetman.job.NodeStatus;
import io.fleetman.job.SlotRef;
import io.fleetman.job.Verdict;
import io.fleetman.job.gate.Entry;
import io.fleetman.job.gate.JobGate;
import io.fleetman.job.gate.Run;
import io.fleetman.job.gate.Said;
import io.fleetman.job.gate.Standing;
import io.fleetman.killpoint.KillPoint;
import io.fleetman.layout.ExecutionId;
import io.fleetman.layout.Ids;
import io.fleetman.layout.JobKeys;
import io.fleetman.store.Read;
import io.fleetman.store.StoreException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** This node's share of one execution, from its first look to its end. */
final class NodeShare {
  private static final Logger LOG = LoggerFactory.getLogger(NodeShare.class);
  private static final Duration SHORT = Duration.ofSeconds(3);
  private static final long LONGEST_PAUSE_MS = 10_000;

  private final JobEnv env;
  private final Run run;
  private final JobGate gate;
  private final Ticket ticket;
  private volatile @Nullable Attempt running;
  private volatile boolean ended;
  private @Nullable Memo memo;
  private @Nullable Thread thread;

  NodeShare(JobEnv env, Run run, Turns turns, @Nullable Memo memo) {
    this.env = env;
    this.run = run;
    this.memo = memo;
    this.ticket =
        turns.ticket(
            run.job().id(), run.job().policy().parallel(), memo != null && memo.begun() != null);
    this.gate = new JobGate(env.documents(), run, env.node(), env::author, System::nanoTime);
  }

  void start() {
    thread = Thread.ofVirtual().name("job-" + run.job().id()).start(this::toTheEnd);
  }

  ExecutionId execution() {
    return run.job().id();
  }

  boolean ended() {
    return ended;
  }

  /** Whether an attempt runs. */
  boolean runs() {
    return running != null;
  }

  /**
   * The doorbell rang: perhaps somebody watches what runs, or wants it stopped.
   *
   * @throws StoreException if the store did not answer
   */
  void look() {
    Attempt attempt = running;
    if (attempt != null) {
      attempt.look();
    }
  }

  void interrupt() {
    Thread working = thread;
    if (working != null) {
      working.interrupt();
    }
  }

  void join(long millis) throws InterruptedException {
    Thread working = thread;
    if (working != null) {
      working.join(millis);
    }
  }

  private void toTheEnd() {
    String subject = "job " + run.job().id();
    int failures = 0;
    try {
      while (!ended && env.duty().mayAct()) {
        try {
          once();
          failures = 0;
          env.problems().clear(subject);
        } catch (StoreException | UncheckedIOException e) {
          env.problems().set(subject, subject + " has to wait: " + e.getMessage());
          Thread.sleep(Math.min(LONGEST_PAUSE_MS, 250L << Math.min(++failures, 6)));
        } catch (RuntimeException e) {
          LOG.error("{}: a fault of the agent itself", subject, e);
          env.problems().set(subject, subject + " has to wait for a fault of the agent: " + e);
          Thread.sleep(Math.min(LONGEST_PAUSE_MS, 250L << Math.min(++failures, 6)));
        }
      }
    } catch (InterruptedException e) {
      LOG.debug("{} is left to the next start", subject);
    } finally {
      ticket.giveBack();
    }
  }

  private void once() throws InterruptedException {
    Memo known = memo;
    if (known != null && known.verdict() != null) {
      say(known, known.verdict());
      return;
    }
    if (known != null && known.begun() != null) {
      attempt(known);
      return;
    }
    switch (gate.look()) {
      case Standing.Ended over -> end("it is " + over.status());
      case Standing.Running claimed -> found(claimed);
      case Standing.Open open -> enter(open);
    }
  }

  private void enter(Standing.Open open) throws InterruptedException {
    ticket.await();
    Memo known = memo;
    if (known == null || known.attempt() != open.attempt()) {
      known = Memo.first(run, open.attempt(), Ids.next(env.host().clock().instant()));
      remember(known);
      env.host().kills().passed(KillPoint.JOB_NOTED);
    }
    switch (gate.enter(open, known.nonce(), env.incarnation())) {
      case Entry.Begin begin -> {
        env.host().kills().passed(KillPoint.JOB_CLAIMED);
        Instant begun = env.host().clock().instant().minus(begin.age());
        remember(known.claimed(begin.slot(), begun));
        env.host().kills().passed(KillPoint.JOB_BEGUN);
        LOG.info("job {} begins, attempt {}", run.job().id(), open.attempt());
      }
      case Entry.Wait wait -> {
        LOG.debug("job {} waits: {}", run.job().id(), wait.reason());
        ticket.rest(!wait.inLine() && wait.pause().compareTo(SHORT) > 0);
        Thread.sleep(wait.pause());
        ticket.ready();
      }
      case Entry.Over over -> LOG.info("job {} is not begun: {}", run.job().id(), over.reason());
    }
  }

  // Claimed for this node by an earlier start of its agent. Either that was killed before it could
  // note so, and nothing was begun; or its memory is gone, and nobody knows what was.
  private void found(Standing.Running claimed) throws InterruptedException {
    Memo known = memo;
    SlotRef slot = gate.slotOf(claimed.attempt());
    Instant now = env.host().clock().instant();
    if (known != null && known.nonce().equals(claimed.claim().nonce())) {
      ticket.await();
      remember(known.claimed(slot, now.minus(age(claimed.attempt()))));
      return;
    }
    Memo claim = Memo.first(run, claimed.attempt(), claimed.claim().nonce());
    Leftovers.end(env.host(), claim);
    say(
        claim,
        new Verdict(
            env.node(),
            claimed.attempt(),
            NodeStatus.LOST,
            false,
            "the agent has lost what it remembered of it; what still ran was ended",
            null,
            slot,
            List.of(),
            JobOutput.NONE,
            null,
            now,
            env.incarnation()));
  }

  private Duration age(int attempt) {
    return env.documents().read(JobKeys.claim(run.job().id(), env.node(), attempt), Claim.class)
            instanceof Read.Found<Claim> found
        ? found.age()
        : Duration.ZERO;
  }

  private void attempt(Memo known) throws InterruptedException {
    ticket.run();
    Attempt attempt = new Attempt(env, gate, known);
    running = attempt;
    try {
      attempt.look();
    } catch (StoreException e) {
      LOG.debug("nobody can be asked whether it is to stop: {}", e.getMessage());
    }
    try {
      Verdict verdict = attempt.run();
      Memo judged = attempt.memo().saying(verdict);
      remember(judged);
      env.host().kills().passed(KillPoint.JOB_JUDGED);
    } finally {
      memo = memo != null && memo.verdict() != null ? memo : attempt.memo();
      running = null;
    }
  }

  private void say(Memo known, Verdict verdict) throws InterruptedException {
    Said said = gate.say(verdict);
    env.host().kills().passed(KillPoint.JOB_SAID);
    switch (said) {
      case Said.Stands _ ->
          LOG.info(
              "job {} is {}{}",
              run.job().id(),
              verdict.status(),
              verdict.reason() == null ? "" : ": " + verdict.reason());
      case Said.Refused(Verdict theirs) ->
          LOG.warn(
              "job {} was {} here, and somebody has said before that it is {}",
              run.job().id(),
              verdict.status(),
              theirs.status());
    }
    ticket.giveBack();
    Leftovers.forgetScripts(env.host(), known);
    memo = null;
    if (said instanceof Said.Stands && verdict.retry()) {
      env.host().memory().forget(known.execution().id());
      ticket.ready();
    } else {
      end("it was said");
    }
  }

  private void remember(Memo next) {
    env.host().memory().write(next);
    memo = next;
  }

  private void end(String why) {
    LOG.debug("job {} has ended here: {}", run.job().id(), why);
    env.host().memory().forget(run.job().id());
    ended = true;
    Leftovers.prune(env.host());
  }
}
