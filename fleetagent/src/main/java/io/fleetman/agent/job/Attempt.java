package io.fleetman.agent.job;

import io.fleetman.agent.fetch.Causes;
import io.fleetman.agent.job.StepPlan.End;
import io.fleetman.codec.DocumentException;
import io.fleetman.document.ByteSize;
import io.fleetman.job.ExecutionMark;
import io.fleetman.job.Follow;
import io.fleetman.job.JobDocument;
import io.fleetman.job.JobOutput;
import io.fleetman.job.JobProgress;
import io.fleetman.job.NodeStatus;
import io.fleetman.job.Parameters;
import io.fleetman.job.Step;
import io.fleetman.job.StepResult;
import io.fleetman.job.Verdict;
import io.fleetman.job.gate.JobGate;
import io.fleetman.job.log.SecretMask;
import io.fleetman.layout.JobKeys;
import io.fleetman.store.GetResult;
import io.fleetman.store.Precondition;
import io.fleetman.store.PutResult;
import io.fleetman.store.Read;
import io.fleetman.store.StoreException;
import io.fleetman.store.WriteResult;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** One attempt that is claimed: refused or run, and told to the store as it goes. */
final class Attempt {
  private static final Duration GOOD = Duration.ofSeconds(Follow.GOOD_FOR_SECONDS);

  private final JobEnv env;
  private final JobGate gate;
  private final ExecutionMark.Execution job;
  private final SortedMap<String, String> values;
  private final Signals signals = new Signals();
  private final List<String> secrets;
  private @Nullable Precondition progress;
  private @Nullable Teller teller;
  private Memo memo;

  Attempt(JobEnv env, JobGate gate, Memo memo) {
    this.env = env;
    this.gate = gate;
    this.memo = memo;
    this.job = memo.execution();
    this.values = Parameters.complete(job.document(), job.parameters());
    this.secrets = Parameters.secrets(job.document(), values);
  }

  /** Somebody asked to stop it. */
  void cancel() {
    signals.cancel();
  }

  /** Takes it to its verdict. */
  Verdict run() throws InterruptedException {
    Optional<String> refusal =
        memo.done().isEmpty() && memo.doing() == null ? refusal() : Optional.empty();
    if (refusal.isPresent()) {
      return verdict(new End(NodeStatus.REJECTED, refusal.get(), null), JobOutput.NONE);
    }
    Teller telling;
    try {
      telling = new Teller(output(), this::tell, this::followed);
    } catch (IOException e) {
      return verdict(
          new End(NodeStatus.FAILED, "its output cannot be kept: " + Causes.sentence(e), null),
          JobOutput.NONE);
    }
    teller = telling;
    watched();
    telling.start(memo.name());
    AttemptRun run =
        new AttemptRun(
            env.host(), memo, resolved(), Parameters.environment(values), signals, telling);
    try {
      End end = run.run();
      memo = run.memo();
      return verdict(end, telling.finish());
    } catch (Lost e) {
      memo = run.memo();
      return verdict(new End(NodeStatus.LOST, e.getMessage(), null), telling.finish());
    } finally {
      telling.stop();
    }
  }

  /** What is remembered by now. */
  Memo memo() {
    return memo;
  }

  private Optional<String> refusal() {
    List<String> problems = Parameters.problems(job.document(), job.parameters());
    return problems.isEmpty()
        ? env.host().admission().refusal(resolved(), env.facts())
        : Optional.of(problems.getFirst());
  }

  private JobDocument resolved() {
    JobDocument document = job.document();
    Step last = document.finalStep();
    return new JobDocument(
        document.version(),
        document.includeStdOut(),
        document.conditions(),
        document.parameters(),
        document.steps().stream().map(this::resolved).toList(),
        last == null ? null : resolved(last),
        document.always().stream().map(this::resolved).toList());
  }

  private Step resolved(Step step) {
    return Parameters.resolve(step, values, env.node());
  }

  private Output output() throws IOException {
    ByteSize asked = job.policy().outputLimit();
    ByteSize most = env.host().settings().outputLimit();
    return new Output(
        AttemptFolder.of(env.host().settings(), memo),
        new Output.Rules(
            job.document().includeStdOut(),
            asked.bytes() < most.bytes() ? asked : most,
            secrets,
            java.util.Objects.requireNonNull(memo.begun()),
            env.host().reserve()),
        this::put,
        env.host().clock(),
        env.host().kills());
  }

  private void put(int chunk, byte[] frames) {
    String key = JobKeys.logChunk(job.id(), env.node(), memo.attempt(), chunk);
    if (env.documents().objects().put(key, frames, Precondition.ABSENT) instanceof PutResult.Refused
        && env.documents().objects().get(key) instanceof GetResult.Found found
        && !Arrays.equals(found.body(), frames)) {
      throw new StoreException.Rejected(key + " holds other output than this attempt's", null);
    }
  }

  private void tell(JobProgress next) {
    String key = JobKeys.progress(job.id(), env.node(), memo.attempt());
    Precondition condition = progress == null ? Precondition.ABSENT : progress;
    progress =
        switch (env.documents().write(key, next, JobProgress.class, condition)) {
          case WriteResult.Written<JobProgress> written -> Precondition.matches(written.etag());
          case WriteResult.Lost<JobProgress> lost -> lost.current().unchanged();
        };
  }

  /**
   * Looks whether somebody watches, or wants it stopped.
   *
   * @throws StoreException if the store did not answer
   */
  void look() {
    if (gate.cancelRequested()) {
      signals.cancel();
    }
    watched();
  }

  private void watched() {
    Teller telling = teller;
    if (telling != null) {
      telling.followed(followed());
    }
  }

  // Who made it watches at first, if the policy says so; then whoever says so again and again.
  private Duration followed() {
    if (job.policy().follow() && memo.begun() != null) {
      Duration left = GOOD.minus(Duration.between(memo.begun(), env.host().clock().instant()));
      if (left.isPositive()) {
        return left;
      }
    }
    try {
      return env.documents().read(JobKeys.follow(job.id()), Follow.class)
              instanceof Read.Found<Follow> found
          ? GOOD.minus(found.age())
          : Duration.ZERO;
    } catch (DocumentException | StoreException e) {
      return Duration.ZERO; // nobody is known to watch: it is told later, and whole
    }
  }

  private Verdict verdict(End end, JobOutput output) {
    return new Verdict(
        env.node(),
        memo.attempt(),
        end.status(),
        gate.retries(end.status(), memo.attempt()),
        masked(end.reason()),
        end.exitCode(),
        memo.slot(),
        memo.done().values().stream().map(this::masked).toList(),
        output,
        memo.begun(),
        env.host().clock().instant(),
        env.incarnation());
  }

  private StepResult masked(StepResult result) {
    return new StepResult(
        result.name(),
        result.status(),
        result.exitCode(),
        result.tries(),
        result.millis(),
        masked(result.reason()));
  }

  private @Nullable String masked(@Nullable String text) {
    return text == null ? null : SecretMask.mask(text, secrets);
  }
}
