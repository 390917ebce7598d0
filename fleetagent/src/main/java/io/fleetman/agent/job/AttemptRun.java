package io.fleetman.agent.job;

import io.fleetman.agent.attempt.Boot;
import io.fleetman.agent.fetch.Causes;
import io.fleetman.job.JobDocument;
import io.fleetman.job.JobPolicy;
import io.fleetman.job.JobProgress;
import io.fleetman.job.NodeStatus;
import io.fleetman.job.Step;
import io.fleetman.job.StepInput;
import io.fleetman.job.StepResult;
import io.fleetman.killpoint.KillPoint;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.SortedMap;

/**
 * Takes an attempt through its steps. What is kept before and after each lets the agent's next
 * start go on where this one was.
 */
final class AttemptRun {
  // How long "finally" may take beyond the attempt's limit; others give two minutes.
  private static final Duration ALWAYS = Duration.ofMinutes(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private final JobHost host;
  private final JobDocument document;
  private final SortedMap<String, String> parameters;
  private final StepPlan plan;
  private final AttemptFolder folder;
  private final Signals signals;
  private final Teller teller;
  private final long end;
  private Memo memo;

  /**
   * For an attempt that is claimed.
   *
   * @param document with its parameters put in
   * @param parameters the variables that stand for them in processes
   */
  AttemptRun(
      JobHost host,
      Memo memo,
      JobDocument document,
      SortedMap<String, String> parameters,
      Signals signals,
      Teller teller) {
    this.host = host;
    this.memo = memo;
    this.document = document;
    this.parameters = parameters;
    this.plan = new StepPlan(document);
    this.folder = AttemptFolder.of(host.settings(), memo);
    this.signals = signals;
    this.teller = teller;
    this.end = System.nanoTime() + left(host, memo).toNanos();
  }

  // Asked once a start of the agent: a clock that is set meanwhile neither ends an attempt nor
  // lengthens it.
  private static Duration left(JobHost host, Memo memo) {
    Duration asked = memo.execution().policy().timeout();
    Duration longest = host.settings().longest();
    Duration limit = asked.compareTo(longest) < 0 ? asked : longest;
    Instant begun =
        java.util.Objects.requireNonNull(memo.begun(), "an attempt begins with its claim");
    Duration left = limit.minus(Duration.between(begun, host.clock().instant()));
    return left.compareTo(limit) < 0 ? left : limit;
  }

  /** What is remembered by now. */
  Memo memo() {
    return memo;
  }

  /**
   * Runs to the end.
   *
   * @throws Lost if a process is gone and nobody knows how it ended
   * @throws InterruptedException if the agent is to end; processes run on
   */
  StepPlan.End run() throws Lost, InterruptedException {
    try {
      folder.make(document.everyStep().stream().anyMatch(s -> s.runAsUser() != null));
    } catch (IOException e) {
      return new StepPlan.End(
          NodeStatus.FAILED, folder.path() + " cannot be made: " + Causes.sentence(e), null);
    }
    Memo.Doing left = memo.doing();
    memo.done().forEach((index, result) -> addAll(index, result.tries()));
    if (left != null) {
      addAll(left.index(), left.tries());
    }
    for (OptionalInt next = next(); next.isPresent(); next = next()) {
      int index = next.getAsInt();
      StepResult result = step(index);
      host.kills().passed(KillPoint.JOB_STEP_ENDED);
      keep(memo.done(index, result));
      host.kills().passed(KillPoint.JOB_STEP_KEPT);
    }
    return plan.end(memo.done(), memo.stop());
  }

  private void addAll(int index, int tries) {
    if (hasProgram(plan.step(index))) {
      for (int i = 1; i <= tries; i++) {
        teller.add(index, i);
      }
    }
  }

  private OptionalInt next() throws InterruptedException {
    if (!host.mayAct().getAsBoolean()) {
      throw new InterruptedException("what is not begun is left to the agent that may act");
    }
    Memo.Doing left = memo.doing();
    if (left != null) {
      return OptionalInt.of(left.index()); // it may still run
    }
    if (memo.stop() == null && signals.canceled()) {
      keep(memo.stopped(StepPlan.Stop.CANCELED));
    } else if (memo.stop() == null && remaining().isZero()) {
      keep(memo.stopped(StepPlan.Stop.TIMED_OUT));
    }
    OptionalInt next = plan.next(memo.done(), memo.stop());
    tell(next.isPresent() ? plan.step(next.getAsInt()).name() : null);
    return next;
  }

  private void tell(@org.jspecify.annotations.Nullable String step) {
    teller.progress(
        new JobProgress(
            step,
            List.copyOf(memo.done().values()),
            teller.chunks(),
            null,
            host.clock().instant()));
  }

  private Duration remaining() {
    return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
  }

  private StepResult step(int index) throws Lost, InterruptedException {
    Memo.Doing left = memo.doing();
    boolean again = left != null;
    Step step = plan.step(index);
    Instant since = left == null ? host.clock().instant() : left.since();
    int tries = left == null ? 1 : left.tries();
    while (true) {
      if (!again) {
        keep(
            memo.doing(
                new Memo.Doing(index, tries, since, host.keepers().systemd(), Boot.id(), null)));
        host.kills().passed(KillPoint.JOB_STEP_NOTED);
      }
      TryEnd end = once(step, again);
      if (!end.mayBeTriedAgain() || tries > step.retries() || isOver(index)) {
        return new StepResult(
            step.name(),
            end.status(),
            end.exitCode(),
            tries,
            Math.max(0, Duration.between(since, host.clock().instant()).toMillis()),
            end.reason());
      }
      rest(index, tries);
      tries++;
      again = false;
    }
  }

  private boolean isOver(int index) {
    return !plan.isAlways(index) && (signals.canceled() || remaining().isZero());
  }

  private void rest(int index, int tries) throws InterruptedException {
    Duration pause = Duration.ofSeconds(1L << Math.min(tries - 1, 5));
    long end =
        System.nanoTime() + (pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE).toNanos();
    while (System.nanoTime() < end && !isOver(index)) {
      Thread.sleep(50);
    }
  }

  private TryEnd once(Step step, boolean again) throws Lost, InterruptedException {
    Memo.Doing doing = java.util.Objects.requireNonNull(memo.doing());
    boolean always = plan.isAlways(doing.index());
    if (!hasProgram(step)) {
      return new OwnStep(host, step, limit(step, always), () -> !always && signals.canceled())
          .run(again && !doing.boot().equals(Boot.id()));
    }
    teller.add(doing.index(), doing.tries());
    return new ProgramStep(
            host, host.keepers().of(doing.unit()), order(step, doing, always), new Ending(always))
        .run(again);
  }

  private Programs.Order order(Step step, Memo.Doing doing, boolean always) {
    JobPolicy policy = memo.execution().policy();
    return new Programs.Order(
        host.settings().unit(memo.name(), doing.index() + 1, doing.tries()),
        step,
        parameters,
        folder,
        folder.of(doing.index(), doing.tries()),
        limit(step, always),
        policy.killGrace());
  }

  private Duration limit(Step step, boolean always) {
    Duration left = always ? remaining().plus(ALWAYS) : remaining();
    return step.timeout() != null && step.timeout().compareTo(left) < 0 ? step.timeout() : left;
  }

  static boolean hasProgram(Step step) {
    return switch (step.input()) {
      case StepInput.RunCommand _, StepInput.RunScript _, StepInput.RunHandler _ -> true;
      case StepInput.WriteFile _, StepInput.Download _, StepInput.Service _, StepInput.Reboot _ ->
          false;
    };
  }

  private void keep(Memo next) {
    memo = next;
    host.memory().write(next);
  }

  private final class Ending implements ProgramStep.Ends {
    private final boolean always;

    Ending(boolean always) {
      this.always = always;
    }

    @Override
    public boolean now() {
      return !always && signals.canceled();
    }

    @Override
    public void begun() {
      Memo.Doing doing = memo.doing();
      if (doing != null && doing.ending() == null) {
        keep(memo.doing(doing.ended(host.clock().instant())));
      }
    }

    @Override
    public boolean already() {
      Memo.Doing doing = memo.doing();
      return doing != null && doing.ending() != null;
    }
  }
}
