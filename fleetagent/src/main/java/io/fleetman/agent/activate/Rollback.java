package io.fleetman.agent.activate;

import io.fleetman.agent.activate.Outcome.Fetched;
import io.fleetman.agent.fetch.Causes;
import io.fleetman.agent.health.Verdict;
import io.fleetman.agent.install.InstallException;
import io.fleetman.agent.install.NodeLacks;
import io.fleetman.agent.install.Release;
import io.fleetman.agent.runtime.CellRuntime;
import io.fleetman.killpoint.KillPoint;
import io.fleetman.layout.CellId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends a failed activation, whoever began it, by the release that was healthy before. Can be cut
 * short anywhere and called again.
 */
final class Rollback {
  private static final Logger LOG = LoggerFactory.getLogger(Rollback.class);

  private final Node node;
  private final Place place;
  private final CellId cell;
  private final Fetched fetched;
  private final Hands hands;
  private final @Nullable Evidence evidence;

  /** With the {@code evidence} of what the failed release said; null if it failed long ago. */
  Rollback(Node node, Place place, Fetched fetched, Hands hands, @Nullable Evidence evidence) {
    this.node = node;
    this.place = place;
    this.cell = place.folder().cell();
    this.fetched = fetched;
    this.hands = hands;
    this.evidence = evidence;
  }

  /** Goes back from {@code failed}. */
  Outcome goBack(Release failed, String reason, Steps steps)
      throws NodeLacks, InstallException, IOException, InterruptedException {
    LOG.warn("{} {} failed: {}", cell, Hands.version(failed), reason);
    hands.passed(KillPoint.DEPLOY_ROLLBACK_DECIDED);
    List<String> tail =
        evidence == null
            ? List.of()
            : evidence.all(node.runtime(Place.profile(failed)), node.settings().logLines());
    Optional<Release> healthy = place.releases().lastHealthy(failed);
    return healthy.isPresent()
        ? goBackTo(healthy.get(), failed, reason, tail, steps)
        : giveUp(failed, reason, tail);
  }

  private Outcome giveUp(Release failed, String reason, List<String> tail)
      throws InstallException, IOException {
    Whole.run(
        () -> {
          CellRuntime runtime = hands.runtimeOf(failed);
          place.releases().save(failed.with(failed.record().failed(reason)));
          hands.passed(KillPoint.DEPLOY_ROLLBACK_NOTED);
          runtime.pause(cell);
          hands.passed(KillPoint.DEPLOY_ROLLBACK_STOPPED);
          runtime.remove(cell);
          hands.passed(KillPoint.DEPLOY_UNIT_GONE);
          place.releases().deactivate();
          hands.passed(KillPoint.DEPLOY_ROLLBACK_FLIPPED);
          return failed;
        });
    hands.prune();
    return failed(
        Hands.version(failed)
            + " failed and was stopped, and there is nothing to go back to: "
            + reason,
        tail,
        null);
  }

  private Outcome goBackTo(
      Release back, Release failed, String reason, List<String> tail, Steps steps)
      throws InstallException, IOException, InterruptedException {
    Evidence ofBack = Evidence.from(place.folder(), back, node.clock().instant());
    CellRuntime runtime = hands.runtimeOf(back);
    String problem = null;
    try {
      Launch launch = hands.launch(back);
      boolean fresh = !(hands.isCurrent(back) && hands.isRunning(runtime));
      if (fresh) {
        Whole.run(() -> restore(failed, reason, back, launch));
      } else {
        noted(failed, reason);
      }
      if (hands.watch(back, launch, runtime, fresh, steps.quiet())
          instanceof Verdict.Unhealthy(String why)) {
        problem = why;
      }
    } catch (InstallException | NodeLacks e) {
      problem = e.getMessage();
    }
    if (problem == null) {
      hands.prune();
      return new Outcome.RolledBack(
          Hands.version(failed), Hands.version(back), reason, tail, fetched);
    }
    List<String> both = new ArrayList<>(tail);
    both.addAll(ofBack.all(runtime, node.settings().logLines()));
    return failed(
        Hands.version(failed)
            + " failed: "
            + reason
            + "; and "
            + Hands.version(back)
            + ", to which it went back, is not healthy either: "
            + problem,
        both,
        back);
  }

  private Release restore(Release failed, String reason, Release back, Launch launch)
      throws InstallException, IOException, InterruptedException {
    noted(failed, reason);
    // If the way back is current still, the failed one never ran: then what is there to be stopped
    // is the old one, which perhaps just would not, and has to run again.
    if (!hands.isCurrent(back)) {
      CellRuntime runtime = hands.runtimeOf(failed);
      runtime.pause(cell);
      hands.passed(KillPoint.DEPLOY_ROLLBACK_STOPPED);
      if (Place.profile(failed) != Place.profile(back)) {
        runtime.remove(cell);
        hands.passed(KillPoint.DEPLOY_UNIT_GONE);
      }
    }
    hands.handOver(failed, back);
    if (!hands.isCurrent(back)) {
      place.releases().activate(back);
      hands.passed(KillPoint.DEPLOY_ROLLBACK_FLIPPED);
    }
    Release started =
        back.record().stopped()
            ? place.releases().save(back.with(back.record().stopped(false)))
            : back;
    String unit = back.record().unit();
    if (unit != null) {
      hands.runtimeOf(back).install(cell, unit);
    }
    // It ran before, so its preStart hook is no reason to stay down.
    hands.note(hands.hook("preStart", launch.hooks().preStart()));
    hands.runtimeOf(back).start(cell);
    hands.passed(KillPoint.DEPLOY_ROLLBACK_STARTED);
    return started;
  }

  // A disk that is full must not keep the old release from running again.
  private void noted(Release failed, String reason) {
    try {
      place.releases().save(failed.with(failed.record().failed(reason)));
    } catch (IOException e) {
      hands.note("it cannot be noted that it failed: " + Causes.sentence(e));
    }
    hands.passed(KillPoint.DEPLOY_ROLLBACK_NOTED);
  }

  private Outcome failed(String reason, List<String> tail, @Nullable Release running) {
    return new Outcome.Failed(
        reason, tail, running == null ? null : Hands.version(running), fetched, false);
  }
}
