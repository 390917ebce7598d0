package io.fleetman.agent.activate;

import io.fleetman.agent.activate.Outcome.Fetched;
import io.fleetman.agent.fetch.FetchException;
import io.fleetman.agent.install.CellFolder;
import io.fleetman.agent.install.Disk;
import io.fleetman.agent.install.InstallException;
import io.fleetman.agent.install.InstallRequest;
import io.fleetman.agent.install.Installed;
import io.fleetman.agent.install.NodeLacks;
import io.fleetman.agent.install.Phase;
import io.fleetman.agent.install.Release;
import io.fleetman.agent.install.ReleaseRecord;
import io.fleetman.agent.runtime.CellRuntime;
import io.fleetman.document.CellState;
import io.fleetman.document.Profile;
import io.fleetman.killpoint.KillPoint;
import io.fleetman.layout.Version;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Brings one cell to one snapshot. Called again with the same order it goes on where it was. */
final class Deployer {
  private final Node node;
  private final DeployOrder order;
  private final Steps steps;
  private Fetched fetched = Fetched.NONE;

  Deployer(Node node, DeployOrder order, Steps steps) {
    this.node = node;
    this.order = order;
    this.steps = steps;
  }

  Outcome deploy() throws IOException, InterruptedException {
    @Nullable Version running = running();
    try {
      Place place = place();
      String name = CellFolder.releaseName(order.snapshot().version(), order.deployId());
      Launch launch = node.launches().of(order.snapshot(), place.folder(), name);
      node.runtime(profile()).checkLimits(order.snapshot().spec().limits());
      Optional<Release> found = place.releases().find(name);
      if (found.isPresent()) {
        order.installed(found.get().record().snapshot());
        Outcome done = whatIsDone(place, found.get());
        if (done != null) {
          return done;
        }
      }
      if (steps.cancelled()) {
        return new Outcome.Cancelled(running);
      }
      Release release = found.isPresent() ? found.get() : install(place, name);
      release = release.record().unit() == null ? withUnit(place, release, launch) : release;
      return new Activation(node, place, fetched, steps).activate(release, order.startAfter());
    } catch (NodeLacks e) {
      return new Outcome.Refused(String.valueOf(e.getMessage()), running());
    } catch (FetchException e) {
      return new Outcome.Failed(
          String.valueOf(e.getMessage()), List.of(), running(), fetched, e.mayRetry());
    } catch (InstallException e) {
      return new Outcome.Failed(
          String.valueOf(e.getMessage()), List.of(), running(), fetched, false);
    }
  }

  private Place place() throws NodeLacks, IOException {
    Place place = node.place(profile(), order.cell());
    Optional<Place> is = node.locate(order.cell());
    if (is.isPresent()
        && !is.get().folder().equals(place.folder())
        && is.get().releases().current().isPresent()) {
      throw new NodeLacks(
          "cell "
              + order.cell()
              + " is in "
              + is.get().folder().root()
              + ", and profile "
              + Node.word(profile())
              + " has its cells in "
              + place.folder().base()
              + ": remove the cell before you change its profile");
    }
    return place;
  }

  /** The outcome if nothing is left to do, or only to go back; null if it must be activated. */
  private @Nullable Outcome whatIsDone(Place place, Release release)
      throws NodeLacks, InstallException, IOException, InterruptedException {
    Hands hands = new Hands(node, place, steps);
    ReleaseRecord record = release.record();
    if (record.phase() == Phase.FAILED) {
      return new Rollback(node, place, fetched, hands, null)
          .goBack(release, record.failure() == null ? "it failed before" : record.failure(), steps);
    }
    if (!hands.isCurrent(release)) {
      return null;
    }
    if (record.phase() == Phase.HEALTHY) {
      boolean down = Boolean.FALSE.equals(node.runtime(profile()).state(order.cell()).running());
      Operations operations = new Operations(node, order.cell(), steps);
      hands.prune(); // of what was cut short it may be all that was left to do
      return !order.startAfter()
          ? operations.stop()
          : down ? operations.start(false) : hands.done(release, fetched);
    }
    return record.phase() == Phase.UNTRIED && !order.startAfter()
        ? hands.done(release, fetched)
        : null;
  }

  private Release install(Place place, String name)
      throws NodeLacks, FetchException, InstallException, IOException, InterruptedException {
    steps.entered(CellState.FETCHING);
    try {
      Installed installed = node.installer().install(request(place, name));
      fetched = new Fetched(installed.filesFetched(), installed.bytesFetched());
      order.installed(installed.release().record().snapshot());
      return installed.release();
    } catch (NodeLacks | InstallException e) {
      Disk.deleteTree(place.folder().incoming()); // a full disk is not filled further
      throw e;
    } catch (FetchException e) {
      if (!e.mayRetry()) {
        Disk.deleteTree(place.folder().incoming());
      }
      throw e;
    }
  }

  private InstallRequest request(Place place, String name) {
    return new InstallRequest(
        place.folder(),
        order.cellUid(),
        order.deployId(),
        order.snapshot(),
        TokenValues.of(order.snapshot(), place.folder(), name, node.settings().labels()),
        node.kills().in(order.cell().value()));
  }

  private Release withUnit(Place place, Release release, Launch launch)
      throws NodeLacks, IOException, InterruptedException {
    CellRuntime runtime = node.runtime(profile());
    Path folder = place.folder().release(release.name());
    try {
      Interpreter.check(folder, launch, place.folder().current(), node.settings().node());
      String text =
          order.snapshot().spec().unit() == null
              ? runtime.text(launch.service())
              : OwnUnit.read(
                  release,
                  place.releases().files(release),
                  folder,
                  runtime,
                  TokenValues.of(
                      order.snapshot(), place.folder(), release.name(), node.settings().labels()));
      if (text == null) {
        return release;
      }
      runtime.verify(order.cell(), text, place.folder().current(), folder);
      Release checked = place.releases().save(release.with(release.record().withUnit(text)));
      new Hands(node, place, steps).passed(KillPoint.DEPLOY_UNIT_CHECKED);
      return checked;
    } catch (NodeLacks e) {
      place.releases().delete(release);
      throw e;
    }
  }

  private Profile profile() {
    return order.snapshot().spec().profile();
  }

  private @Nullable Version running() throws IOException {
    Optional<Place> place = node.locate(order.cell());
    return place.isEmpty()
        ? null
        : place.get().releases().current().map(Hands::version).orElse(null);
  }
}
