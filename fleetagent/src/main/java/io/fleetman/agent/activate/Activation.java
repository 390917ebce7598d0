package io.fleetman.agent.activate;

import io.fleetman.agent.activate.Outcome.Fetched;
import io.fleetman.agent.fetch.Causes;
import io.fleetman.agent.health.Verdict;
import io.fleetman.agent.install.InstallException;
import io.fleetman.agent.install.NodeLacks;
import io.fleetman.agent.install.Phase;
import io.fleetman.agent.install.Release;
import io.fleetman.agent.runtime.CellRuntime;
import io.fleetman.document.CellState;
import io.fleetman.killpoint.KillPoint;
import io.fleetman.layout.CellId;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes an installed release the active one, and goes back to the last healthy one if it fails. Can
 * be cut short anywhere and called again: the release's phase and {@code current} say how far it
 * came.
 */
final class Activation {
  private final Node node;
  private final Place place;
  private final CellId cell;
  private final Fetched fetched;
  private final Steps steps;
  private final Hands hands;
  private @Nullable Evidence evidence;

  Activation(Node node, Place place, Fetched fetched, Steps steps) {
    this.steps = steps;
    this.node = node;
    this.place = place;
    this.cell = place.folder().cell();
    this.fetched = fetched;
    this.hands = new Hands(node, place, steps);
  }

  /** Activates; {@code start} false puts it in place only. */
  Outcome activate(Release release, boolean start)
      throws NodeLacks, InstallException, IOException, InterruptedException {
    if (steps.cancelled()) {
      return new Outcome.Cancelled(hands.currentVersion());
    }
    steps.entered(CellState.ACTIVATING);
    hands.passed(KillPoint.DEPLOY_ACTIVATING);
    CellRuntime runtime = node.runtime(Place.profile(release));
    Launch launch = hands.launch(release);
    evidence = Evidence.from(place.folder(), release, node.clock().instant());
    boolean resumed = hands.isCurrent(release) && hands.isRunning(runtime);
    Release active;
    try {
      active = resumed && start ? release : Whole.run(() -> swap(release, launch, start));
    } catch (Hands.Overtaken e) {
      return new Outcome.Cancelled(Hands.version(release));
    } catch (Failure e) {
      return rollback().goBack(saved(release), e.reason(), steps);
    }
    if (!start) {
      hands.prune();
      return hands.done(active, fetched);
    }
    Verdict verdict = hands.watch(active, launch, runtime, !resumed, steps);
    return switch (verdict) {
      case Verdict.Cancelled _ -> new Outcome.Cancelled(Hands.version(active));
      case Verdict.Unhealthy(String reason) -> rollback().goBack(active, reason, steps);
      case Verdict.Healthy _ -> {
        String problem = hands.hook("postStart", launch.hooks().postStart());
        if (problem != null && steps.overtaken()) {
          yield new Outcome.Cancelled(Hands.version(active));
        }
        if (problem != null) {
          yield rollback().goBack(active, problem, steps);
        }
        hands.passed(KillPoint.DEPLOY_JUDGED);
        Release healthy = place.releases().save(active.with(active.record().in(Phase.HEALTHY)));
        hands.passed(KillPoint.DEPLOY_HEALTHY);
        hands.prune();
        yield hands.done(healthy, fetched);
      }
    };
  }

  private Rollback rollback() {
    return new Rollback(node, place, fetched, hands, evidence);
  }

  // The only stretch in which nothing runs.
  private Release swap(Release release, Launch launch, boolean start)
      throws InstallException, IOException, InterruptedException {
    Optional<Release> previous = place.releases().current();
    if (previous.isPresent()) {
      stop(previous.get(), release);
    }
    evidence = Evidence.from(place.folder(), release, node.clock().instant());
    CellRuntime runtime = hands.runtimeOf(release);
    String unit = release.record().unit();
    Release active;
    try {
      if (previous.isPresent()) {
        hands.handOver(previous.get(), release);
      }
      int nth = place.releases().nextActivation();
      active = place.releases().save(release.with(release.record().activating(nth)));
      hands.passed(KillPoint.DEPLOY_NUMBERED);
      place.releases().activate(active);
      hands.passed(KillPoint.DEPLOY_FLIPPED);
      if (unit != null) {
        runtime.install(cell, unit);
      }
      if (start) {
        hands.start(launch, runtime);
        return active;
      }
      runtime.stop(cell);
    } catch (InstallException e) {
      throw new Failure(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new Failure("it cannot be activated: " + Causes.sentence(e));
    }
    return place.releases().save(active.with(active.record().in(Phase.UNTRIED).stopped(true)));
  }

  // A service that will not stop, or not in time, must not be left stopped half way: the failure
  // ends in a rollback, which sees to it that it runs again.
  private void stop(Release previous, Release next) throws InterruptedException {
    try {
      hands.takeDown(previous, Place.profile(previous) != Place.profile(next));
    } catch (InstallException e) {
      throw new Failure(Hands.version(previous) + " had to go first: " + e.getMessage());
    } catch (IOException e) {
      throw new Failure(Hands.version(previous) + " had to go first: " + Causes.sentence(e));
    }
  }

  private Release saved(Release release) throws IOException {
    return place.releases().find(release.name()).orElse(release);
  }

  /** The new release failed when it was to take the old one's place. */
  private static final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Failure(String reason) {
      super(reason);
    }

    String reason() {
      return String.valueOf(getMessage());
    }
  }
}
