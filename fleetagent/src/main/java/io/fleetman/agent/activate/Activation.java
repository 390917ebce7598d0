package io.fleetman.agent.activate;

import io.fleetman.agent.activate.Outcome.Fetched;
import io.fleetman.agent.fetch.Causes;
import io.fleetman.agent.health.Verdict;
import io.fleetman.agent.install.InstallException;
import io.fleetman.agent.install.NodeLacks;
import io.fleetman.agent.install.Phase;
import io.fleetman.agent.install.Release;
import io.fleetman.agent.process.Command;
import io.fleetman.agent.process.Result;
import io.fleetman.agent.runtime.CellRuntime;
import io.fleetman.document.CellState;
import io.fleetman.document.Profile;
import io.fleetman.layout.CellId;
import io.fleetman.layout.Version;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes an installed release the active one, and goes back to the last healthy one if it fails. Can
 * be cut short anywhere and called again: the release's phase and {@code current} say how far it
 * came.
 */
final class Activation {
  private static final Logger LOG = LoggerFactory.getLogger(Activation.class);

  private final Node node;
  private final Place place;
  private final CellId cell;
  private final Fetched fetched;
  private final List<String> notes = new ArrayList<>();
  private @Nullable Evidence evidence;

  Activation(Node node, Place place, Fetched fetched) {
    this.node = node;
    this.place = place;
    this.cell = place.folder().cell();
    this.fetched = fetched;
  }

  /** Activates; {@code start} false puts it in place only. */
  Outcome activate(Release release, boolean start, Steps steps)
      throws NodeLacks, InstallException, IOException, InterruptedException {
    if (steps.cancelled()) {
      return new Outcome.Cancelled(currentVersion());
    }
    steps.entered(CellState.ACTIVATING);
    CellRuntime runtime = node.runtime(Place.profile(release));
    Launch launch = launch(release);
    evidence = Evidence.from(place.folder(), release, node.clock().instant());
    boolean resumed = isCurrent(release) && isRunning(runtime);
    Release active;
    try {
      active = resumed && start ? release : Whole.run(() -> swap(release, launch, start));
    } catch (Failure e) {
      return goBack(saved(release), e.reason(), steps);
    }
    if (!start) {
      prune();
      return done(active);
    }
    return judge(active, launch, runtime, !resumed, steps);
  }

  private Outcome judge(
      Release release, Launch launch, CellRuntime runtime, boolean fresh, Steps steps)
      throws NodeLacks, InstallException, IOException, InterruptedException {
    Verdict verdict = watch(release, launch, runtime, fresh, steps);
    return switch (verdict) {
      case Verdict.Cancelled _ -> new Outcome.Cancelled(version(release));
      case Verdict.Unhealthy(String reason) -> goBack(release, reason, steps);
      case Verdict.Healthy _ -> {
        String problem = hook("postStart", launch.hooks().postStart());
        if (problem != null) {
          yield goBack(release, problem, steps);
        }
        Release healthy = place.releases().save(release.with(release.record().in(Phase.HEALTHY)));
        prune();
        yield done(healthy);
      }
    };
  }

  /** Watches a release that was started; files only are healthy unless they have a check. */
  Verdict watch(Release release, Launch launch, CellRuntime runtime, boolean fresh, Steps steps)
      throws InterruptedException {
    if (Place.profile(release) == Profile.DEPLOY) {
      if (launch.probe() instanceof io.fleetman.agent.health.Probe.None) {
        return new Verdict.Healthy();
      }
    } else {
      steps.entered(CellState.CHECKING);
    }
    return node.judge()
        .judge(runtime, cell, launch.health(), launch.probe(), fresh, steps::cancelled);
  }

  // The only stretch in which nothing runs.
  private Release swap(Release release, Launch launch, boolean start)
      throws InstallException, IOException, InterruptedException {
    Optional<Release> previous = place.releases().current();
    if (previous.isPresent()) {
      takeDown(previous.get(), Place.profile(previous.get()) != Place.profile(release));
    }
    evidence = Evidence.from(place.folder(), release, node.clock().instant());
    CellRuntime runtime = runtimeOf(release);
    String unit = release.record().unit();
    Release active;
    try {
      int nth = place.releases().nextActivation();
      active = place.releases().save(release.with(release.record().activating(nth)));
      place.releases().activate(active);
      if (unit != null) {
        runtime.install(cell, unit);
      }
      if (start) {
        start(launch, runtime);
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

  /** Runs the preStart hook and starts the service. */
  void start(Launch launch, CellRuntime runtime) throws InstallException, InterruptedException {
    String problem = hook("preStart", launch.hooks().preStart());
    if (problem != null) {
      throw new InstallException(problem);
    }
    runtime.start(cell);
  }

  /** Stops a release if it runs, with its hooks; {@code away} takes its unit off the host too. */
  void takeDown(Release release, boolean away)
      throws InstallException, InterruptedException, IOException {
    CellRuntime runtime = runtimeOf(release);
    Launch.Commands hooks = hooksOf(release);
    // Files have no process, but somebody may use them: their hooks run too.
    boolean runs =
        !Boolean.FALSE.equals(runtime.state(cell).running())
            && release.record().phase() != Phase.ACTIVATING;
    if (runs) {
      note(hook("preStop", hooks.preStop()));
    }
    runtime.pause(cell);
    if (away) {
      runtime.remove(cell);
    }
    if (runs) {
      note(hook("postStop", hooks.postStop()));
    }
  }

  /** Ends a failed activation, whoever began it, by the release that was healthy before. */
  Outcome goBack(Release failed, String reason, Steps steps)
      throws NodeLacks, InstallException, IOException, InterruptedException {
    LOG.warn("{} {} failed: {}", cell, version(failed), reason);
    CellRuntime runtime = node.runtime(Place.profile(failed));
    List<String> tail = evidence == null ? List.of() : evidence.all(runtime);
    Optional<Release> healthy = place.releases().lastHealthy(failed.name());
    if (healthy.isEmpty()) {
      Whole.run(
          () -> {
            place.releases().save(failed.with(failed.record().failed(reason)));
            runtime.pause(cell);
            runtime.remove(cell);
            place.releases().deactivate();
            return failed;
          });
      return new Outcome.Failed(
          version(failed)
              + " failed and was stopped, and there is nothing to go back to: "
              + reason,
          tail,
          null,
          fetched,
          false);
    }
    Release back = healthy.get();
    Instant since = node.clock().instant();
    Evidence ofBack = Evidence.from(place.folder(), back, since);
    CellRuntime runtimeOfBack = node.runtime(Place.profile(back));
    Launch launch = launch(back);
    boolean fresh = !(isCurrent(back) && isRunning(runtimeOfBack));
    String problem = null;
    try {
      if (fresh) {
        Whole.run(() -> restore(failed, reason, back, launch));
      }
      if (watch(back, launch, runtimeOfBack, fresh, quiet(steps))
          instanceof Verdict.Unhealthy(String why)) {
        problem = why;
      }
    } catch (InstallException e) {
      problem = e.getMessage();
    }
    if (problem == null) {
      prune();
      return new Outcome.RolledBack(version(failed), version(back), reason, tail, fetched);
    }
    List<String> both = new ArrayList<>(tail);
    both.addAll(ofBack.all(runtimeOfBack));
    return new Outcome.Failed(
        version(failed)
            + " failed: "
            + reason
            + "; and "
            + version(back)
            + ", to which it went back, is not healthy either: "
            + problem,
        both,
        version(back),
        fetched,
        false);
  }

  private Release restore(Release failed, String reason, Release back, Launch launch)
      throws InstallException, IOException, InterruptedException {
    CellRuntime runtime = runtimeOf(failed);
    place.releases().save(failed.with(failed.record().failed(reason)));
    runtime.pause(cell);
    if (Place.profile(failed) != Place.profile(back)) {
      runtime.remove(cell);
    }
    place.releases().activate(back);
    Release started =
        back.record().stopped()
            ? place.releases().save(back.with(back.record().stopped(false)))
            : back;
    String unit = back.record().unit();
    if (unit != null) {
      runtimeOf(back).install(cell, unit);
    }
    // It ran before, so its preStart hook is no reason to stay down.
    note(hook("preStart", launch.hooks().preStart()));
    runtimeOf(back).start(cell);
    return started;
  }

  // Nothing that runs depends on it: what cannot be deleted now is deleted after the next one.
  private void prune() {
    try {
      place.releases().prune(node.settings().keepReleases());
    } catch (IOException e) {
      LOG.warn("{}: old releases cannot be deleted: {}", cell, Causes.sentence(e));
    }
  }

  /** A hook's problem in words; null if there is none, or no such hook. */
  @Nullable String hook(String name, @Nullable Command command) throws InterruptedException {
    if (command == null) {
      return null;
    }
    Result result = node.runner().run(command);
    return result.ok() ? null : "the " + name + " hook " + result.problem();
  }

  void note(@Nullable String problem) {
    if (problem != null) {
      LOG.warn("{}: {}", cell, problem);
      notes.add(problem);
    }
  }

  Outcome done(Release release) {
    return new Outcome.Done(version(release), fetched, notes());
  }

  /** What went wrong without changing the outcome; null if nothing. */
  @Nullable String notes() {
    return notes.isEmpty() ? null : String.join("; ", notes);
  }

  Launch launch(Release release) throws NodeLacks, InterruptedException {
    return node.launches().of(release.record().snapshot(), place.folder(), release.name());
  }

  // A release whose user is gone, say, must still be stopped.
  private Launch.Commands hooksOf(Release release) throws InterruptedException {
    try {
      return launch(release).hooks();
    } catch (NodeLacks e) {
      note("its hooks cannot run: " + e.getMessage());
      return new Launch.Commands(null, null, null, null);
    }
  }

  CellRuntime runtimeOf(Release release) throws InstallException {
    try {
      return node.runtime(Place.profile(release));
    } catch (NodeLacks e) {
      throw new InstallException(String.valueOf(e.getMessage()));
    }
  }

  boolean isRunning(CellRuntime runtime) throws InstallException, InterruptedException {
    return Boolean.TRUE.equals(runtime.state(cell).running());
  }

  private boolean isCurrent(Release release) throws IOException {
    return place.releases().current().filter(c -> c.name().equals(release.name())).isPresent();
  }

  private Release saved(Release release) throws IOException {
    return place.releases().find(release.name()).orElse(release);
  }

  @Nullable Version currentVersion() throws IOException {
    return place.releases().current().map(Activation::version).orElse(null);
  }

  static Version version(Release release) {
    return release.record().snapshot().version();
  }

  private static Steps quiet(Steps steps) {
    return new Steps() {
      @Override
      public void entered(CellState state) {
        LOG.debug("going back: {}", state);
      }

      @Override
      public boolean cancelled() {
        return steps.cancelled();
      }
    };
  }

  /** The new release failed after the old one was stopped. */
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
