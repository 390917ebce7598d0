package io.fleetman.agent.activate;

import io.fleetman.agent.process.Command;
import io.fleetman.agent.process.Result;
import io.fleetman.agent.process.Runner;
import io.fleetman.codec.Durations;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Runs the hooks of one action. A hook may take as long as its manifest lets it, so one that takes
 * a while is said, and a newer command ends it with its children; the agent's own end does not.
 */
final class HookRun {
  private static final Duration LOOK = Duration.ofMillis(200);
  private static final Duration UNSAID = Duration.ofSeconds(2);

  private final Runner runner;
  private final Steps steps;

  HookRun(Runner runner, Steps steps) {
    this.runner = runner;
    this.steps = steps;
  }

  /** A hook's problem in words; null if there is none, or no such hook. */
  @Nullable String run(String name, @Nullable Command command) throws InterruptedException {
    if (command == null) {
      return null;
    }
    FutureTask<Result> task = new FutureTask<>(() -> runner.run(command));
    Thread thread = Thread.ofVirtual().name("hook-" + name).start(task);
    long start = System.nanoTime();
    boolean said = false;
    try {
      while (true) {
        try {
          Result result = task.get(LOOK.toMillis(), TimeUnit.MILLISECONDS);
          return result.ok() ? null : "the " + name + " hook " + result.problem();
        } catch (TimeoutException e) {
          Duration took = Duration.ofNanos(System.nanoTime() - start);
          if (steps.overtaken()) {
            return "the "
                + name
                + " hook was ended after "
                + took.toSeconds()
                + " s, because a newer command came";
          }
          if (!said && took.compareTo(UNSAID) > 0) {
            said = true;
            steps.doing(
                "the " + name + " hook runs, for at most " + Durations.format(command.timeout()));
          }
        }
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } finally {
      end(task, thread);
      if (said) {
        steps.doing(null);
      }
    }
  }

  private static void end(FutureTask<Result> task, Thread thread) throws InterruptedException {
    if (!task.isDone()) {
      thread.interrupt(); // which kills the hook with its children
      thread.join();
    }
  }
}
