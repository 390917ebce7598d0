package io.fleetman.agent.activate;

import io.fleetman.agent.activate.Outcome.Fetched;
import io.fleetman.agent.health.Verdict;
import io.fleetman.agent.install.Disk;
import io.fleetman.agent.install.InstallException;
import io.fleetman.agent.install.NodeLacks;
import io.fleetman.agent.install.Phase;
import io.fleetman.agent.install.Release;
import io.fleetman.agent.install.SharedFolders;
import io.fleetman.agent.runtime.CellRuntime;
import io.fleetman.document.CellState;
import io.fleetman.killpoint.KillPoint;
import io.fleetman.layout.CellId;
import io.fleetman.layout.RelativePath;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** What is done with the release that a cell has. */
final class Operations {
  private final Node node;
  private final CellId cell;
  private final Steps steps;

  Operations(Node node, CellId cell, Steps steps) {
    this.node = node;
    this.cell = cell;
    this.steps = steps;
  }

  /** Starts the current release; {@code again} stops it first. */
  Outcome start(boolean again)
      throws NodeLacks, InstallException, IOException, InterruptedException {
    Optional<Place> place = node.locate(cell);
    Optional<Release> current =
        place.isEmpty() ? Optional.empty() : place.get().releases().current();
    if (place.isEmpty() || current.isEmpty()) {
      return new Outcome.Refused(
          "there is nothing to start: cell " + cell + " has no active release; deploy a version",
          null);
    }
    Release release = current.get();
    Hands hands = new Hands(node, place.get(), steps);
    if (steps.cancelled()) {
      return new Outcome.Cancelled(Hands.version(release));
    }
    if (release.record().phase() != Phase.HEALTHY) {
      // It was never judged, so it may roll back.
      return new Activation(node, place.get(), Fetched.NONE, steps).activate(release, true);
    }
    steps.entered(CellState.ACTIVATING);
    CellRuntime runtime = node.runtime(Place.profile(release));
    Launch launch = hands.launch(release);
    Evidence evidence = Evidence.from(place.get().folder(), release, node.clock().instant());
    try {
      Whole.run(() -> startWhole(hands, place.get(), release, launch, again));
    } catch (Hands.Overtaken e) {
      return new Outcome.Cancelled(Hands.version(release));
    } catch (InstallException e) {
      return failed(release, String.valueOf(e.getMessage()), evidence, runtime);
    }
    return switch (hands.watch(release, launch, runtime, true, steps)) {
      case Verdict.Cancelled _ -> new Outcome.Cancelled(Hands.version(release));
      case Verdict.Unhealthy(String reason) -> failed(release, reason, evidence, runtime);
      case Verdict.Healthy _ -> {
        hands.note(hands.hook("postStart", launch.hooks().postStart()));
        yield hands.done(release, Fetched.NONE);
      }
    };
  }

  private static Release startWhole(
      Hands hands, Place place, Release release, Launch launch, boolean again)
      throws InstallException, IOException, InterruptedException {
    CellRuntime runtime = hands.runtimeOf(release);
    if (again) {
      stopOrStartAgain(hands, release, runtime);
    }
    String unit = release.record().unit();
    boolean running = hands.isRunning(runtime);
    if (unit != null && !running) {
      runtime.install(release.record().snapshot().cell(), unit);
    }
    Release started = place.releases().save(release.with(release.record().stopped(false)));
    if (running) {
      runtime.start(release.record().snapshot().cell()); // makes sure that it is enabled
    } else {
      hands.start(launch, runtime);
    }
    return started;
  }

  // What will not stop, or not in time, must not be left stopped half way.
  private static void stopOrStartAgain(Hands hands, Release release, CellRuntime runtime)
      throws InstallException, IOException, InterruptedException {
    try {
      hands.takeDown(release, false);
    } catch (InstallException e) {
      if (!hands.isRunning(runtime)) {
        runtime.start(release.record().snapshot().cell());
      }
      throw e;
    }
  }

  private Outcome failed(Release release, String reason, Evidence evidence, CellRuntime runtime)
      throws InterruptedException {
    return new Outcome.Failed(
        reason,
        evidence.all(runtime, node.settings().logLines()),
        Hands.version(release),
        Fetched.NONE,
        false);
  }

  /** Stops the current release for good. */
  Outcome stop() throws InstallException, IOException {
    Optional<Place> place = node.locate(cell);
    Optional<Release> current =
        place.isEmpty() ? Optional.empty() : place.get().releases().current();
    if (place.isEmpty() || current.isEmpty()) {
      return new Outcome.Done(null, Fetched.NONE, null);
    }
    steps.entered(CellState.ACTIVATING);
    Hands hands = new Hands(node, place.get(), steps);
    Release release = current.get();
    return Whole.run(
        () -> {
          Release stopped =
              place.get().releases().save(release.with(release.record().stopped(true)));
          hands.passed(KillPoint.DEPLOY_STOP_NOTED);
          hands.takeDown(release, false);
          hands.runtimeOf(release).stop(cell);
          return hands.done(stopped, Fetched.NONE);
        });
  }

  /** Takes everything away but data folders. Works on what is left of a removal cut short, too. */
  Outcome remove() throws InstallException, IOException {
    steps.entered(CellState.ACTIVATING);
    Optional<Place> place = node.locate(cell);
    return Whole.run(
        () -> {
          String note = place.isPresent() ? takeAway(place.get()) : null;
          for (CellRuntime runtime : node.runtimes().values()) {
            runtime.remove(cell);
          }
          node.kills().in(cell.value()).passed(KillPoint.DEPLOY_REMOVED);
          return new Outcome.Done(null, Fetched.NONE, note);
        });
  }

  private @org.jspecify.annotations.Nullable String takeAway(Place place)
      throws InstallException, IOException, InterruptedException {
    Hands hands = new Hands(node, place, steps);
    Optional<Release> current = place.releases().current();
    if (current.isPresent()) {
      hands.takeDown(current.get(), true);
    }
    for (CellRuntime runtime : node.runtimes().values()) {
      runtime.remove(cell);
    }
    Set<RelativePath> data = new HashSet<>();
    Set<RelativePath> others = new HashSet<>();
    for (Release release : place.releases().all()) {
      data.addAll(SharedFolders.data(release.record().snapshot().spec()));
      others.addAll(SharedFolders.of(release.record().snapshot()));
    }
    others.removeIf(
        o -> data.stream().anyMatch(d -> d.equals(o) || d.isParentOf(o) || o.isParentOf(d)));
    for (RelativePath log : others) {
      Disk.deleteTree(place.folder().shared(log));
    }
    place.releases().deleteAll(node.kills().in(cell.value()));
    Disk.delete(place.folder().output());
    deleteIfEmpty(place.folder().shared());
    deleteIfEmpty(place.folder().root());
    return hands.notes();
  }

  private static void deleteIfEmpty(Path folder) throws IOException {
    if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      boolean empty;
      try (DirectoryStream<Path> children = Files.newDirectoryStream(folder)) {
        empty = !children.iterator().hasNext();
      }
      if (empty) {
        Disk.delete(folder);
      }
    }
  }
}
