package io.fleetman.agent.activate;

import io.fleetman.agent.activate.Outcome.Fetched;
import io.fleetman.agent.fetch.Causes;
import io.fleetman.agent.health.Probe;
import io.fleetman.agent.health.Verdict;
import io.fleetman.agent.install.InstallException;
import io.fleetman.agent.install.NodeLacks;
import io.fleetman.agent.install.Phase;
import io.fleetman.agent.install.Release;
import io.fleetman.agent.process.Command;
import io.fleetman.agent.runtime.CellRuntime;
import io.fleetman.document.CellState;
import io.fleetman.document.Profile;
import io.fleetman.killpoint.KillPoint;
import io.fleetman.layout.CellId;
import io.fleetman.layout.Version;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The single steps with the releases of one cell, of which every action is made. */
final class Hands {
  private static final Logger LOG = LoggerFactory.getLogger(Hands.class);

  private final Node node;
  private final Place place;
  private final CellId cell;
  private final Steps steps;
  private final HookRun hooks;
  private final List<String> notes = new ArrayList<>();

  Hands(Node node, Place place, Steps steps) {
    this.steps = steps;
    this.hooks = new HookRun(node.runner(), steps);
    this.node = node;
    this.place = place;
    this.cell = place.folder().cell();
  }

  void passed(KillPoint point) {
    node.kills().in(cell.value()).passed(point);
  }

  /** Stops a release if it runs, with its hooks; {@code away} takes its unit off the host too. */
  void takeDown(Release release, boolean away)
      throws InstallException, InterruptedException, IOException {
    CellRuntime runtime = runtimeOf(release);
    Launch.Commands commands = hooksOf(release);
    // Files have no process, but somebody may use them: their hooks run too.
    boolean runs =
        !Boolean.FALSE.equals(runtime.state(cell).running())
            && release.record().phase() != Phase.ACTIVATING;
    if (runs) {
      note(hook("preStop", commands.preStop()));
      passed(KillPoint.DEPLOY_PRE_STOPPED);
    }
    runtime.pause(cell);
    passed(KillPoint.DEPLOY_STOPPED);
    if (away) {
      runtime.remove(cell);
      passed(KillPoint.DEPLOY_UNIT_GONE);
    }
    if (runs) {
      note(hook("postStop", commands.postStop()));
      passed(KillPoint.DEPLOY_POST_STOPPED);
    }
  }

  /** Data folders come to belong to the user of the release that is to use them. */
  void handOver(Release from, Release to)
      throws InstallException, IOException, InterruptedException {
    node.handOver().give(place.folder(), from.record().snapshot(), to.record().snapshot());
    passed(KillPoint.DEPLOY_HANDED_OVER);
  }

  /**
   * Runs the preStart hook and starts the service.
   *
   * @throws Overtaken if a newer command ended the hook
   */
  void start(Launch launch, CellRuntime runtime) throws InstallException, InterruptedException {
    String problem = hook("preStart", launch.hooks().preStart());
    if (problem != null && steps.overtaken()) {
      throw new Overtaken();
    }
    if (problem != null) {
      throw new InstallException(problem);
    }
    passed(KillPoint.DEPLOY_PRE_STARTED);
    runtime.start(cell);
    passed(KillPoint.DEPLOY_STARTED);
  }

  /** Watches a release that was started; files only are healthy unless they have a check. */
  Verdict watch(Release release, Launch launch, CellRuntime runtime, boolean fresh, Steps steps)
      throws InterruptedException {
    if (Place.profile(release) == Profile.DEPLOY) {
      if (launch.probe() instanceof Probe.None) {
        return new Verdict.Healthy();
      }
    } else {
      steps.entered(CellState.CHECKING);
      passed(KillPoint.DEPLOY_CHECKING);
    }
    return node.judge()
        .judge(runtime, cell, launch.health(), launch.probe(), fresh, steps::cancelled);
  }

  /** Deletes old releases; what cannot be deleted now is deleted after the next deployment. */
  void prune() {
    try {
      place.releases().prune(node.settings().keepReleases(), node.kills().in(cell.value()));
    } catch (IOException e) {
      LOG.warn("{}: old releases cannot be deleted: {}", cell, Causes.sentence(e));
    }
    passed(KillPoint.DEPLOY_PRUNED);
  }

  /** A hook's problem in words; null if there is none, or no such hook. */
  @Nullable String hook(String name, @Nullable Command command) throws InterruptedException {
    return hooks.run(name, command);
  }

  /** A newer command ended the preStart hook: what is begun is left to it. */
  static final class Overtaken extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  void note(@Nullable String problem) {
    if (problem != null) {
      LOG.warn("{}: {}", cell, problem);
      notes.add(problem);
    }
  }

  /** What went wrong without changing the outcome; null if nothing. */
  @Nullable String notes() {
    return notes.isEmpty() ? null : String.join("; ", notes);
  }

  Outcome done(Release release, Fetched fetched) {
    return new Outcome.Done(version(release), fetched, notes());
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

  boolean isCurrent(Release release) throws IOException {
    return place.releases().current().filter(c -> c.name().equals(release.name())).isPresent();
  }

  @Nullable Version currentVersion() throws IOException {
    return place.releases().current().map(Hands::version).orElse(null);
  }

  static Version version(Release release) {
    return release.record().snapshot().version();
  }
}
