package io.fleetman.agent.job;

import io.fleetman.agent.activate.Outcome;
import io.fleetman.agent.activate.Steps;
import io.fleetman.agent.process.Command;
import io.fleetman.agent.process.Result;
import io.fleetman.document.CellState;
import io.fleetman.job.Step;
import io.fleetman.job.StepInput;
import io.fleetman.layout.CellId;
import io.fleetman.layout.InvalidNameException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** One try of a step that the agent does itself. Done twice it is the same as once. */
final class OwnStep {
  private static final Duration LOOK = Duration.ofMillis(50);
  private static final Duration BOOT = Duration.ofMinutes(5);
  private static final Duration QUICK = Duration.ofSeconds(30);

  private final JobHost host;
  private final Step step;
  private final Duration limit;
  private final BooleanSupplier stop;

  /**
   * For a step.
   *
   * @param limit after which it is ended
   * @param stop whether it has to end now
   */
  OwnStep(JobHost host, Step step, Duration limit, BooleanSupplier stop) {
    this.host = host;
    this.step = step;
    this.limit = limit;
    this.stop = stop;
  }

  /**
   * Does it.
   *
   * @param rebooted whether the machine was started anew since it was begun
   */
  TryEnd run(boolean rebooted) throws InterruptedException {
    if (stop.getAsBoolean()) {
      return TryEnd.CANCELED;
    }
    return step.input() instanceof StepInput.Reboot ? rebooted ? TryEnd.DONE : reboot() : within();
  }

  // It ends with the agent, which the next one finds in another boot.
  private TryEnd reboot() throws InterruptedException {
    Result result = host.runner().run(Command.tool(QUICK, "systemctl", "reboot"));
    if (!result.ok()) {
      result = host.runner().run(Command.tool(QUICK, "reboot"));
    }
    if (!result.ok()) {
      return TryEnd.failed("could not restart the machine: it " + result.problem());
    }
    long begun = System.nanoTime();
    Duration most = limit.compareTo(BOOT) < 0 ? limit : BOOT;
    while (System.nanoTime() - begun < most.toNanos()) {
      Thread.sleep(LOOK);
    }
    return TryEnd.failed("asked for a restart, and the machine is still running");
  }

  private TryEnd within() throws InterruptedException {
    FutureTask<TryEnd> task = new FutureTask<>(this::once);
    Thread thread = Thread.ofVirtual().name("step-" + step.name()).start(task);
    long begun = System.nanoTime();
    try {
      while (true) {
        try {
          return task.get(LOOK.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
          if (stop.getAsBoolean()) {
            return TryEnd.CANCELED;
          }
          if (System.nanoTime() - begun > limit.toNanos()) {
            return TryEnd.TIMED_OUT;
          }
        }
      }
    } catch (ExecutionException e) {
      return TryEnd.failed("failed by a fault of the agent itself: " + e.getCause());
    } finally {
      thread.interrupt();
      thread.join();
    }
  }

  private TryEnd once() throws InterruptedException {
    try {
      switch (step.input()) {
        case StepInput.WriteFile write -> host.files().write(write, step.runAsUser());
        case StepInput.Download download -> host.files().download(download, step.runAsUser());
        case StepInput.Service service -> {
          return service(service);
        }
        case StepInput.Reboot _,
            StepInput.RunCommand _,
            StepInput.RunScript _,
            StepInput.RunHandler _ ->
            throw new IllegalStateException(step.input().type());
      }
      return TryEnd.DONE;
    } catch (StepFailure e) {
      return TryEnd.failed(String.valueOf(e.getMessage()));
    }
  }

  private TryEnd service(StepInput.Service service) throws InterruptedException {
    CellId cell;
    try {
      cell = new CellId(service.cell());
    } catch (InvalidNameException e) {
      return TryEnd.failed("names no cell: " + e.getMessage());
    }
    return switch (host.services().operate(cell, service.action(), new Cancelable(stop))) {
      case Outcome.Done _ -> TryEnd.DONE;
      case Outcome.Cancelled _ -> TryEnd.CANCELED;
      case Outcome.Refused refused -> TryEnd.failed("was refused: " + refused.reason());
      case Outcome.RolledBack back ->
          TryEnd.failed("led back to version " + back.to() + ": " + back.reason());
      case Outcome.Failed failed -> TryEnd.failed("failed: " + words(failed));
    };
  }

  private static String words(Outcome.Failed failed) {
    List<String> tail = failed.logTail();
    return tail.isEmpty()
        ? failed.reason()
        : failed.reason() + "; its last words: " + tail.getLast();
  }

  private record Cancelable(BooleanSupplier stop) implements Steps {
    @Override
    public void entered(CellState state) {}

    @Override
    public boolean cancelled() {
      return stop.getAsBoolean();
    }

    @Override
    public boolean overtaken() {
      return stop.getAsBoolean();
    }
  }
}
