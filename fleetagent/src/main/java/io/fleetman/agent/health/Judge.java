package io.fleetman.agent.health;

import io.fleetman.agent.install.InstallException;
import io.fleetman.agent.process.Pause;
import io.fleetman.agent.runtime.CellRuntime;
import io.fleetman.agent.runtime.UnitState;
import io.fleetman.codec.Durations;
import io.fleetman.document.HealthCheck;
import io.fleetman.layout.CellId;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Watches a service after its start. It is healthy once it was up, and its check succeeded, without
 * a break for {@code stableFor}; that stretch must begin within {@code within}. A service that ends
 * or is started again by itself has failed at once.
 */
public final class Judge {
  private static final Duration LOOK = Duration.ofMillis(250);

  private final Pause pause;

  /** With the time that passes here. */
  public Judge(Pause pause) {
    this.pause = pause;
  }

  /**
   * Watches until it is decided.
   *
   * @param fresh true if it was started just now, so that any restart counts
   * @param cancelled asked between looks
   */
  public Verdict judge(
      CellRuntime runtime,
      CellId cell,
      HealthCheck health,
      Probe probe,
      boolean fresh,
      BooleanSupplier cancelled)
      throws InterruptedException {
    return new Watch(runtime, cell, health, probe, fresh).run(cancelled);
  }

  private final class Watch {
    private final CellRuntime runtime;
    private final CellId cell;
    private final HealthCheck health;
    private final Probe probe;
    private final boolean fresh;
    private final long start = pause.nanos();
    private @Nullable UnitState first;
    private long nextTry = start;
    private long healthySince = -1;
    private long silentSince = -1;
    private @Nullable String unitProblem;
    private @Nullable String probeProblem = "it was not checked yet";

    Watch(CellRuntime runtime, CellId cell, HealthCheck health, Probe probe, boolean fresh) {
      this.runtime = runtime;
      this.cell = cell;
      this.health = health;
      this.probe = probe;
      this.fresh = fresh;
    }

    Verdict run(BooleanSupplier cancelled) throws InterruptedException {
      while (true) {
        if (cancelled.getAsBoolean()) {
          return new Verdict.Cancelled();
        }
        String ended = lookAtUnit();
        if (ended != null) {
          return new Verdict.Unhealthy(ended + ", " + after());
        }
        if (mayStillAnswer()) {
          pause.sleep(shorter(LOOK, health.stableFor()));
          continue;
        }
        if (unitProblem == null && pause.nanos() - nextTry >= 0) {
          probeProblem = probe.tryOnce();
          nextTry = pause.nanos() + health.interval().toNanos();
        }
        long now = pause.nanos();
        boolean healthy = unitProblem == null && probeProblem == null;
        healthySince = !healthy ? -1 : healthySince < 0 ? now : healthySince;
        if (healthy && now - healthySince >= health.stableFor().toNanos()) {
          return new Verdict.Healthy();
        }
        if (!healthy && now - start > health.within().toNanos()) {
          return new Verdict.Unhealthy(late());
        }
        pause.sleep(shorter(LOOK, health.stableFor()));
      }
    }

    // Silence of the service manager says nothing about the service: nothing is concluded from it,
    // but not for longer than a first success is waited for. The process id tells afterwards
    // whether the service was the same all the time.
    private boolean mayStillAnswer() {
      return silentSince >= 0 && pause.nanos() - silentSince <= health.within().toNanos();
    }

    private String late() {
      return "it was not healthy within "
          + Durations.format(health.within())
          + ": "
          + (unitProblem != null ? unitProblem : probe.shown() + ": " + probeProblem);
    }

    /**
     * Why it has failed for good; null if it has not. Sets {@code unitProblem} if it is not up yet.
     */
    private @Nullable String lookAtUnit() throws InterruptedException {
      UnitState state;
      try {
        state = runtime.state(cell);
      } catch (InstallException e) {
        unitProblem = e.getMessage();
        silentSince = silentSince < 0 ? pause.nanos() : silentSince;
        return null;
      }
      silentSince = -1;
      if (first == null && (state.mainPid() != 0 || state.running() == null)) {
        first = state;
      }
      int restartsBefore = first == null || fresh ? 0 : first.restarts();
      if (state.restarts() > restartsBefore
          || (first != null && state.mainPid() != 0 && state.mainPid() != first.mainPid())) {
        return "it ended and was started again by itself";
      }
      if (Boolean.FALSE.equals(state.running())) {
        if (isStarting(state)) {
          unitProblem = "it is still starting";
          return null;
        }
        return state.detail().isEmpty() ? "it is " + state.active() : state.detail();
      }
      unitProblem = null;
      return null;
    }

    private boolean isStarting(UnitState state) {
      return (state.active().equals("activating")
              && state.restarts() == 0
              && !state.detail().startsWith("it "))
          || state.active().equals("STARTING");
    }

    private String after() {
      return Duration.ofNanos(pause.nanos() - start).toSeconds() + " s after it was started";
    }
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b.isZero() ? Duration.ofMillis(1) : b;
  }
}
