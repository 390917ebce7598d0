package io.fleetman.agent;

import io.fleetman.agent.activate.CellHost;
import io.fleetman.agent.activate.HostSettings;
import io.fleetman.agent.activate.NodeCellHost;
import io.fleetman.agent.config.AgentConfig;
import io.fleetman.agent.job.Jobs;
import io.fleetman.agent.journal.Journal;
import io.fleetman.agent.loop.ThreadLoops;
import io.fleetman.agent.poll.Poller;
import io.fleetman.agent.report.Duty;
import io.fleetman.agent.report.Heartbeats;
import io.fleetman.agent.report.Machinery;
import io.fleetman.agent.report.NodeReporter;
import io.fleetman.agent.report.Problems;
import io.fleetman.agent.runtime.SupervisorSettings;
import io.fleetman.agent.runtime.SystemdSettings;
import io.fleetman.agent.time.Backoff;
import io.fleetman.agent.time.Jitter;
import io.fleetman.agent.work.Cells;
import io.fleetman.agent.work.Env;
import io.fleetman.document.CellReport;
import io.fleetman.document.CellState;
import io.fleetman.document.Profile;
import io.fleetman.killpoint.KillPoints;
import io.fleetman.layout.CellId;
import io.fleetman.layout.Ids;
import io.fleetman.layout.JobKeys;
import io.fleetman.layout.Keys;
import io.fleetman.store.DocumentStore;
import io.fleetman.store.ListedAbsence;
import io.fleetman.store.ObjectStore;
import io.fleetman.store.s3.S3ObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** How the agent's parts are put together. */
final class Wiring implements AutoCloseable {
  private final AgentConfig config;
  private final ObjectStore store;
  private final FileChannel lock;
  private final KillPoints kills;

  private Wiring(AgentConfig config, ObjectStore store, FileChannel lock, KillPoints kills) {
    this.config = config;
    this.store = store;
    this.lock = lock;
    this.kills = kills;
  }

  /** Takes the state folder and opens the store. */
  static Wiring of(AgentConfig config, KillPoints kills) throws IOException {
    return over(() -> S3ObjectStore.open(config.storage()), config, kills);
  }

  /** The same over another store, which is opened once the state folder is this agent's. */
  static Wiring over(Supplier<ObjectStore> store, AgentConfig config, KillPoints kills)
      throws IOException {
    FileChannel lock = lock(config.stateFolder());
    ObjectStore reached =
        new ListedAbsence(
            new ListedAbsence(store.get(), Keys.cells(config.node())), JobKeys.gates());
    return new Wiring(config, reached, lock, kills);
  }

  /** The version of the program; {@code dev} when it does not run from its jar. */
  static String version() {
    return Objects.requireNonNullElse(Wiring.class.getPackage().getImplementationVersion(), "dev");
  }

  /** What can be done to this node. */
  static CellHost host(AgentConfig config, ObjectStore store, KillPoints kills) {
    return NodeCellHost.of(settings(config), store, Clock.systemUTC(), kills);
  }

  Agent start() throws IOException {
    DocumentStore documents = new DocumentStore(store);
    CellHost host = host(config, store, kills);
    Duty duty = new Duty();
    String incarnation = Ids.next(Clock.systemUTC().instant());
    Problems problems = new Problems(Clock.systemUTC());
    Journal journal = new Journal(config.stateFolder());
    journal.open();
    // Heartbeat and cells need each other: it tells their states, they ask it whose the node is.
    AtomicReference<@Nullable Cells> known = new AtomicReference<>();
    Heartbeats heartbeats =
        new Heartbeats(
            documents,
            new Heartbeats.Sign(
                config.node(),
                incarnation,
                version(),
                config.heartbeatInterval(),
                config.pollInterval()),
            duty,
            problems,
            new Machinery(Path.of("/proc"), config.systemd().serviceFolder()),
            () -> states(known.get()),
            Clock.systemUTC(),
            System::nanoTime,
            config.singleWriter());
    Env env =
        new Env(
            config.node(),
            documents,
            host,
            journal,
            heartbeats,
            duty,
            problems,
            new ThreadLoops(Backoff.DEFAULT),
            new Semaphore(config.fetch().deployments()),
            Clock.systemUTC(),
            kills);
    AtomicReference<@Nullable NodeReporter> told = new AtomicReference<>();
    Cells cells = new Cells(env, () -> poke(told.get()));
    known.set(cells);
    NodeReporter reporter =
        new NodeReporter(
            documents, facts(config), new HostEyes(host, cells), heartbeats, problems, duty);
    told.set(reporter);
    problems.onEnd(reporter::poke);
    cells.recall();
    NodeReporter.Facts facts = facts(config);
    Jobs jobs =
        JobParts.jobs(
            config,
            new Jobs.Agent(
                config.node(), incarnation, JobParts.facts(facts), documents, duty, problems),
            cells,
            kills);
    jobs.open();
    Agent agent =
        new Agent(
            duty,
            heartbeats,
            new Poller(
                config.node(),
                store,
                cells,
                new JobsToo(jobs),
                config.scanInterval(),
                problems,
                System::nanoTime),
            reporter,
            cells,
            jobs,
            new Agent.Rhythm(
                config.pollInterval(),
                config.hostInterval(),
                new Jitter(config.jitter(), () -> ThreadLocalRandom.current().nextDouble()),
                Backoff.DEFAULT));
    agent.start();
    return agent;
  }

  private static SortedMap<CellId, CellState> states(@Nullable Cells cells) {
    return cells == null ? new TreeMap<>() : cells.states();
  }

  private static void poke(@Nullable NodeReporter reporter) {
    if (reporter != null) {
      reporter.poke();
    }
  }

  @Override
  public void close() {
    store.close();
    try {
      lock.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static HostSettings settings(AgentConfig config) {
    AgentConfig.Systemd systemd = config.systemd();
    AgentConfig.Supervisor supervisor = config.supervisor();
    return new HostSettings(
        config.node(),
        config.labels(),
        Map.of(
            Profile.SYSTEMD, systemd.serviceFolder(),
            Profile.SUPERVISOR, supervisor.serviceFolder(),
            Profile.DEPLOY, config.deployFolder()),
        systemd(systemd),
        new SupervisorSettings(
            supervisor.confDFolder(),
            program(supervisor.supervisorctl(), "supervisorctl"),
            supervisor.config()),
        config.diskReserve().bytes(),
        config.keepReleases(),
        config.fetch().files(),
        config.logLines());
  }

  /** The systemd that the configuration means. */
  static SystemdSettings systemd(AgentConfig.Systemd systemd) {
    return new SystemdSettings(
        systemd.scope() == AgentConfig.Scope.USER
            ? SystemdSettings.Scope.USER
            : SystemdSettings.Scope.SYSTEM,
        systemd.unitFolder(),
        program(systemd.systemctl(), "systemctl"));
  }

  private static String program(@Nullable Path configured, String name) {
    return configured == null ? name : configured.toString();
  }

  private static NodeReporter.Facts facts(AgentConfig config) throws IOException {
    return new NodeReporter.Facts(
        config.node(),
        version(),
        Files.readString(Path.of("/proc/sys/kernel/hostname")).strip(),
        OsRelease.name(Path.of("/etc/os-release")),
        System.getProperty("os.arch"),
        config.labels());
  }

  private static FileChannel lock(Path folder) throws IOException {
    Path file = folder.resolve("lock");
    FileChannel channel = null;
    try {
      Files.createDirectories(folder);
      channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (channel.tryLock() != null) {
        return channel;
      }
    } catch (IOException e) {
      throw new AgentException(
          "state_folder "
              + folder
              + " cannot be written: give it to the agent's user, or name"
              + " another one",
          e);
    }
    channel.close();
    throw new AgentException(
        "another agent runs with state_folder " + folder + ": stop it, or give this one its own");
  }

  /** How the poll comes to the jobs. */
  private record JobsToo(Jobs jobs) implements Poller.Also {
    @Override
    public void look() {
      jobs.look();
    }

    @Override
    public Duration pace(Duration idle) {
      return jobs.pace(idle);
    }
  }

  /** How the report sees the host. */
  private static final class HostEyes implements NodeReporter.Host {
    private final CellHost host;
    private final Cells cells;
    private SortedMap<Profile, String> profiles = new TreeMap<>();

    HostEyes(CellHost host, Cells cells) {
      this.host = host;
      this.cells = cells;
    }

    @Override
    public void look(boolean full) throws InterruptedException {
      cells.look(full);
      if (full || profiles.isEmpty()) {
        profiles = host.profiles();
      }
    }

    @Override
    public List<CellReport> cells() {
      return cells.reports();
    }

    @Override
    public SortedMap<Profile, String> profiles() {
      return profiles;
    }
  }
}
