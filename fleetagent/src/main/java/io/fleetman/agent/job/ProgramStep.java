package io.fleetman.agent.job;

import io.fleetman.agent.attempt.AttemptLaunch;
import io.fleetman.agent.attempt.Ending;
import io.fleetman.agent.attempt.Keeper;
import io.fleetman.agent.attempt.LaunchException;
import io.fleetman.agent.attempt.TryFolder;
import io.fleetman.agent.fetch.Causes;
import io.fleetman.document.Limits;
import io.fleetman.job.NodeStatus;
import io.fleetman.job.Step;
import io.fleetman.killpoint.KillPoint;
import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One try of a step that is a program: started, or found again, and watched to its end. */
final class ProgramStep {
  private static final Logger LOG = LoggerFactory.getLogger(ProgramStep.class);
  private static final Duration QUICK = Duration.ofMillis(20);
  private static final Duration SLOW = Duration.ofMillis(200);
  private static final Duration ASK_HOST = Duration.ofSeconds(5);
  private static final Duration AGAIN = Duration.ofSeconds(1);
  private static final String UNLIMITED =
      "was not started: only systemd enforces jobs.limits, and none answers here; take jobs.limits"
          + " out of the agent's configuration to run it without";

  /** How the try is told that it has to end, and that it was told to. */
  interface Ends {
    /** Whether it has to end before its time. */
    boolean now();

    /** It is being ended: to be kept. */
    void begun();

    /** Whether an agent before this one has begun to end it. */
    boolean already();
  }

  private final JobHost host;
  private final Keeper keeper;
  private final Programs.Order order;
  private final Ends ends;

  ProgramStep(JobHost host, Keeper keeper, Programs.Order order, Ends ends) {
    this.host = host;
    this.keeper = keeper;
    this.order = order;
    this.ends = ends;
  }

  /**
   * Takes it to its end.
   *
   * @param again whether it may have been begun before
   * @throws Lost if it was, and nobody knows how it ended
   */
  TryEnd run(boolean again) throws Lost, InterruptedException {
    try {
      Keeper.Seen seen =
          again ? keeper.look(order.name(), order.folder()) : new Keeper.Seen.NotBegun();
      if (seen instanceof Keeper.Seen.NotBegun) {
        if (ends.already() || ends.now()) {
          return TryEnd.CANCELED;
        }
        AttemptLaunch launch = host.programs().launch(order);
        if (!launch.limits().equals(Limits.NONE) && !keeper.limits()) {
          return TryEnd.failed(UNLIMITED);
        }
        keeper.start(launch);
        host.kills().passed(KillPoint.JOB_STEP_STARTED);
      } else {
        LOG.info("{} was begun before; it is watched again", order.name());
      }
      return watch();
    } catch (LaunchException e) {
      return TryEnd.failed("could not be started: " + e.getMessage());
    } catch (StepFailure e) {
      return TryEnd.failed(String.valueOf(e.getMessage()));
    }
  }

  private TryEnd watch() throws Lost, InterruptedException {
    String name = order.name();
    TryFolder folder = order.folder();
    long begun = System.nanoTime();
    long asked = begun;
    long told = begun;
    long killed = begun;
    boolean ending = false;
    while (true) {
      long now = System.nanoTime();
      if (noted(folder) || now - asked >= ASK_HOST.toNanos()) {
        asked = now;
        switch (look(name, folder)) {
          case Keeper.Seen.Ended(Ending how) -> {
            keeper.sweep(name, folder);
            return end(how, ending);
          }
          case Keeper.Seen.Gone _, Keeper.Seen.NotBegun _ -> {
            keeper.sweep(name, folder);
            if (ending) {
              return TryEnd.CANCELED;
            }
            throw new Lost(
                "step '"
                    + order.step().name()
                    + "' is gone, and nobody knows how it ended: was the machine restarted?");
          }
          case Keeper.Seen.Running _ -> {
            // it is watched on
          }
        }
      }
      if (!ending && (ends.already() || ends.now())) {
        keeper.end(name, folder);
        ends.begun();
        host.kills().passed(KillPoint.JOB_ENDING);
        ending = true;
        told = System.nanoTime();
      }
      if (ending && now - told > order.grace().toNanos() && now - killed > AGAIN.toNanos()) {
        keeper.kill(name, folder);
        killed = System.nanoTime();
        asked = now - ASK_HOST.toNanos(); // it is gone at once, and may not be able to note its end
      }
      Thread.sleep(now - begun < AGAIN.toNanos() ? QUICK : SLOW);
    }
  }

  // A host that does not answer now is asked again: nothing is concluded from that.
  private Keeper.Seen look(String name, TryFolder folder) throws InterruptedException {
    try {
      return keeper.look(name, folder);
    } catch (LaunchException e) {
      LOG.warn("{}", e.getMessage());
      return new Keeper.Seen.Running();
    }
  }

  private static boolean noted(TryFolder folder) {
    try {
      return folder.ending().isPresent();
    } catch (IOException e) {
      LOG.warn("{}: {}", folder.path(), Causes.sentence(e));
      return false;
    }
  }

  private TryEnd end(Ending how, boolean ending) {
    Step step = order.step();
    return switch (how) {
      case Ending.Exited(int status) when status == 0 -> succeeded(step);
      case Ending.Exited(int status) when !ending ->
          new TryEnd(NodeStatus.FAILED, status, how.sentence());
      case Ending.OutOfTime _ when !ending -> // what had to be killed was out of its grace too
          new TryEnd(NodeStatus.TIMED_OUT, null, how.sentence());
      case Ending.Exited _, Ending.Killed _, Ending.OutOfMemory _, Ending.OutOfTime _ ->
          ending ? TryEnd.CANCELED : TryEnd.failed(how.sentence());
    };
  }

  private TryEnd succeeded(Step step) {
    Integer allowed = step.allowStdErr();
    if (allowed != null) {
      long lines = Output.lines(order.folder().stderr(), allowed);
      if (lines > allowed) {
        return new TryEnd(
            NodeStatus.FAILED,
            0,
            "wrote more than the " + allowed + " allowed lines to its standard error");
      }
    }
    return new TryEnd(NodeStatus.SUCCEEDED, 0, null);
  }
}
