package io.fleetman.agent.activate;

import io.fleetman.agent.activate.Outcome.Fetched;
import io.fleetman.agent.fetch.Causes;
import io.fleetman.agent.fetch.Fanout;
import io.fleetman.agent.fetch.Fetcher;
import io.fleetman.agent.health.Judge;
import io.fleetman.agent.host.Drifts;
import io.fleetman.agent.host.HostScan;
import io.fleetman.agent.install.Accounts;
import io.fleetman.agent.install.HandOver;
import io.fleetman.agent.install.InstallException;
import io.fleetman.agent.install.Installer;
import io.fleetman.agent.install.NodeLacks;
import io.fleetman.agent.install.Release;
import io.fleetman.agent.install.ReleaseRecord;
import io.fleetman.agent.install.SpaceProbe;
import io.fleetman.agent.install.SystemAccounts;
import io.fleetman.agent.process.Pause;
import io.fleetman.agent.process.Runner;
import io.fleetman.agent.process.SystemRunner;
import io.fleetman.agent.runtime.CellRuntime;
import io.fleetman.agent.runtime.FilesOnly;
import io.fleetman.agent.runtime.Supervisor;
import io.fleetman.agent.runtime.Systemd;
import io.fleetman.agent.runtime.UnitState;
import io.fleetman.document.Drift;
import io.fleetman.document.Profile;
import io.fleetman.killpoint.KillPoints;
import io.fleetman.layout.CellId;
import io.fleetman.store.ObjectReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The node that the agent runs on. */
public final class NodeCellHost implements CellHost {
  private final Node node;

  private NodeCellHost(Node node) {
    this.node = node;
  }

  /**
   * This machine. Fetches from {@code store}; {@code clock} is for asking the journal; {@code
   * kills} hears of every step.
   */
  public static NodeCellHost of(
      HostSettings settings, ObjectReader store, InstantSource clock, KillPoints kills) {
    Runner runner = new SystemRunner();
    return with(
        settings,
        store,
        clock,
        runner,
        new SystemAccounts(runner),
        SpaceProbe.SYSTEM,
        Pause.SYSTEM,
        kills);
  }

  static NodeCellHost with(
      HostSettings settings,
      ObjectReader store,
      InstantSource clock,
      Runner runner,
      Accounts accounts,
      SpaceProbe space,
      Pause pause,
      KillPoints kills) {
    Map<Profile, CellRuntime> runtimes = new EnumMap<>(Profile.class);
    runtimes.put(Profile.DEPLOY, new FilesOnly());
    if (settings.systemd() != null) {
      runtimes.put(
          Profile.SYSTEMD, new Systemd(settings.systemd(), runner, accounts.self(), kills));
    }
    if (settings.supervisor() != null) {
      runtimes.put(Profile.SUPERVISOR, new Supervisor(settings.supervisor(), runner, kills));
    }
    Fanout fanout = new Fanout(settings.fetchParallelism());
    return new NodeCellHost(
        new Node(
            settings,
            runtimes,
            new LaunchPlan(accounts, runner, settings.labels()),
            new Installer(
                new Fetcher(store, fanout),
                fanout,
                accounts,
                space,
                runner,
                settings.diskReserve()),
            new Judge(pause),
            runner,
            clock,
            new HandOver(accounts, runner),
            kills));
  }

  @Override
  public HostCell observe(CellId cell) throws InterruptedException {
    Optional<Place> place = node.locate(cell);
    if (place.isEmpty()) {
      return new HostCell(cell, null, null, List.of(), null);
    }
    HostCell.Release shown = null;
    List<HostCell.Release> all = List.of();
    try {
      Optional<Release> current = place.get().releases().current();
      shown = current.map(NodeCellHost::shown).orElse(null);
      all = place.get().releases().all().stream().map(NodeCellHost::shown).toList();
      return new HostCell(
          cell, shown, current.isEmpty() ? null : unit(cell, current.get()), all, null);
    } catch (IOException e) {
      return new HostCell(cell, shown, null, all, Causes.sentence(e));
    } catch (NodeLacks | InstallException e) {
      return new HostCell(cell, shown, null, all, e.getMessage());
    }
  }

  private UnitState unit(CellId cell, Release current)
      throws NodeLacks, InstallException, InterruptedException {
    return node.runtime(Place.profile(current)).state(cell);
  }

  private static HostCell.Release shown(Release release) {
    ReleaseRecord record = release.record();
    return new HostCell.Release(
        record.snapshot().version(),
        record.cellUid(),
        record.deployId(),
        record.snapshot().manifest(),
        record.snapshot().spec().profile(),
        record.snapshot().spec(),
        record.phase(),
        record.stopped(),
        record.files());
  }

  @Override
  public List<CellId> scan() {
    return HostScan.cells(node.settings().folders().values(), node.runtimes().values());
  }

  @Override
  public SortedMap<Profile, String> profiles() throws InterruptedException {
    SortedMap<Profile, String> profiles = new TreeMap<>();
    for (Map.Entry<Profile, CellRuntime> e : node.runtimes().entrySet()) {
      String note =
          switch (e.getValue()) {
            case Systemd systemd -> note(systemd.version());
            case Supervisor supervisor -> supervisor.version();
            case FilesOnly _ -> "files only";
          };
      if (note != null && node.settings().folders().containsKey(e.getKey())) {
        profiles.put(e.getKey(), note);
      }
    }
    return profiles;
  }

  private @Nullable String note(@Nullable String version) {
    return version == null || node.settings().systemd() == null
        ? null
        : node.settings().systemd().scope().name().toLowerCase(Locale.ROOT) + ", " + version;
  }

  @Override
  public Outcome deploy(DeployOrder order, Steps steps) throws InterruptedException {
    return guarded(order.cell(), () -> new Deployer(node, order, steps).deploy());
  }

  @Override
  public Outcome restart(CellId cell, Steps steps) throws InterruptedException {
    return guarded(cell, () -> new Operations(node, cell, steps).start(true));
  }

  @Override
  public Outcome start(CellId cell, Steps steps) throws InterruptedException {
    return guarded(cell, () -> new Operations(node, cell, steps).start(false));
  }

  @Override
  public Outcome stop(CellId cell, Steps steps) throws InterruptedException {
    return guarded(cell, () -> new Operations(node, cell, steps).stop());
  }

  @Override
  public Outcome remove(CellId cell, Steps steps) throws InterruptedException {
    return guarded(cell, () -> new Operations(node, cell, steps).remove());
  }

  @Override
  public List<Drift> drift(CellId cell) throws InterruptedException {
    try {
      Optional<Place> place = node.locate(cell);
      Optional<Release> current =
          place.isEmpty() ? Optional.empty() : place.get().releases().current();
      return place.isEmpty() || current.isEmpty()
          ? List.of()
          : new Drifts(
                  place.get().folder(), current.get(), node.runtime(Place.profile(current.get())))
              .find();
    } catch (IOException e) {
      return List.of(new Drift("releases", Causes.sentence(e)));
    } catch (NodeLacks e) {
      return List.of(new Drift("unit", String.valueOf(e.getMessage())));
    }
  }

  @Override
  public List<String> logTail(CellId cell) throws InterruptedException {
    try {
      Optional<Place> place = node.locate(cell);
      Optional<Release> current =
          place.isEmpty() ? Optional.empty() : place.get().releases().current();
      return place.isEmpty() || current.isEmpty()
          ? List.of()
          : Evidence.ofCurrent(place.get().folder(), current.get())
              .last(node.runtime(Place.profile(current.get())), node.settings().logLines());
    } catch (IOException e) {
      return List.of("[" + Causes.sentence(e) + "]");
    } catch (NodeLacks e) {
      return List.of("[" + e.getMessage() + "]");
    }
  }

  /** An action with everything that may go wrong in it. */
  @FunctionalInterface
  private interface Action {
    Outcome run() throws NodeLacks, InstallException, IOException, InterruptedException;
  }

  private Outcome guarded(CellId cell, Action action) throws InterruptedException {
    try {
      return action.run();
    } catch (NodeLacks e) {
      return new Outcome.Refused(String.valueOf(e.getMessage()), running(cell));
    } catch (InstallException e) {
      return failed(cell, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      return failed(cell, Causes.sentence(e));
    } catch (UncheckedIOException e) {
      return failed(cell, String.valueOf(e.getMessage()));
    }
  }

  private Outcome failed(CellId cell, String reason) {
    return new Outcome.Failed(reason, List.of(), running(cell), Fetched.NONE, false);
  }

  private io.fleetman.layout.@Nullable Version running(CellId cell) {
    try {
      Optional<Place> place = node.locate(cell);
      return place.isEmpty()
          ? null
          : place.get().releases().current().map(Hands::version).orElse(null);
    } catch (IOException e) {
      return null;
    }
  }
}
