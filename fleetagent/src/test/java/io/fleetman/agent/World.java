package io.fleetman.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetman.agent.journal.Journal;
import io.fleetman.agent.loop.ThreadLoops;
import io.fleetman.agent.poll.Poller;
import io.fleetman.agent.report.Duty;
import io.fleetman.agent.report.Heartbeats;
import io.fleetman.agent.report.Machinery;
import io.fleetman.agent.report.NodeReporter;
import io.fleetman.agent.report.Problems;
import io.fleetman.agent.time.Backoff;
import io.fleetman.agent.work.Cells;
import io.fleetman.agent.work.Env;
import io.fleetman.codec.Json;
import io.fleetman.document.CellState;
import io.fleetman.document.CellStatus;
import io.fleetman.document.Desired;
import io.fleetman.document.Doorbell;
import io.fleetman.document.HistoryDocument;
import io.fleetman.document.NodeReport;
import io.fleetman.document.Profile;
import io.fleetman.document.SnapshotMark;
import io.fleetman.document.TriggerDocument;
import io.fleetman.killpoint.KillPoints;
import io.fleetman.layout.CellId;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.Ids;
import io.fleetman.layout.Keys;
import io.fleetman.layout.NodeId;
import io.fleetman.layout.Version;
import io.fleetman.store.DocumentStore;
import io.fleetman.store.FaultyObjectStore;
import io.fleetman.store.InMemoryObjectStore;
import io.fleetman.store.ListedAbsence;
import io.fleetman.store.ObjectStore;
import io.fleetman.store.Precondition;
import io.fleetman.store.Request;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A fleet of one node in memory: what operators do, what the agent does, what is then so. */
final class World {
  static final NodeId NODE = new NodeId("n1");

  final InMemoryObjectStore store = new InMemoryObjectStore();
  final FaultyObjectStore line = new FaultyObjectStore(store);
  final DocumentStore documents = new DocumentStore(store);
  final FakeHost host;
  final AtomicLong nanos = new AtomicLong(1);
  private final Path state;
  private final WatchedLoops loops = new WatchedLoops();
  private long sequence;
  private UnaryOperator<ObjectStore> way = s -> s;
  private boolean singleWriter;
  private Profile profile = Profile.SYSTEMD;
  private final KillPoints kills = KillPoints.none();
  private String uid = "uid-1";
  @Nullable TriggerDocument last;

  Duty duty = new Duty();
  Problems problems = new Problems(Clock.systemUTC());
  Heartbeats heartbeats;
  Poller poller;
  Cells cells;
  NodeReporter reporter;

  World(Path state) {
    this(state, new FakeHost());
  }

  private World(Path state, FakeHost host) {
    this.state = state;
    this.host = host;
    starts();
  }

  // ---- what operators do -----------------------------------------------------------------------

  World published(String cell, String version) {
    CellRef ref = ref(cell);
    mark(cell, version, snapshot(ref, version));
    return this;
  }

  void mark(String cell, String version, SnapshotMark mark) {
    store.plant(Keys.snapshot(ref(cell), new Version(version)), Json.write(mark));
  }

  SnapshotMark.Snapshot snapshot(CellRef ref, String version) {
    return Snapshots.empty(ref, new Version(version), profile);
  }

  /** The agent, started anew, has keys for its own node only. */
  World withNodeKeys() throws InterruptedException {
    return reaches(store -> new NodeKeys(store, NODE));
  }

  /** The agent, started anew, has a store that keeps no conditions. */
  World onALawlessStore(boolean withSingleWriter) throws InterruptedException {
    singleWriter = withSingleWriter;
    return reaches(LawlessStore::new);
  }

  /** The agent, started anew, reaches the store through this. */
  World reaches(UnaryOperator<ObjectStore> through) throws InterruptedException {
    dies();
    way = through;
    return starts();
  }

  World filesOnly() {
    profile = Profile.DEPLOY;
    return this;
  }

  /** The cell is made anew under the same name. */
  World recreated() {
    uid = uid + "x";
    return this;
  }

  World deploys(String cell, String version) {
    String id = id();
    return trigger(cell, Desired.RUNNING, version, id, id, null);
  }

  World restarts(String cell) {
    TriggerDocument t = latest();
    return trigger(cell, Desired.RUNNING, text(t.version()), id(), t.deployId(), id());
  }

  World stops(String cell) {
    TriggerDocument t = latest();
    return trigger(cell, Desired.STOPPED, text(t.version()), id(), t.deployId(), t.restartId());
  }

  World startsCell(String cell) {
    TriggerDocument t = latest();
    return trigger(cell, Desired.RUNNING, text(t.version()), id(), t.deployId(), t.restartId());
  }

  World removes(String cell) {
    TriggerDocument t = latest();
    return trigger(cell, Desired.REMOVED, null, id(), t.deployId(), t.restartId());
  }

  World trigger(
      String cell,
      Desired desired,
      @Nullable String version,
      String id,
      String deployId,
      @Nullable String restartId) {
    sequence++;
    last =
        new TriggerDocument(
            sequence,
            id,
            uid,
            desired,
            version == null ? null : new Version(version),
            deployId,
            restartId,
            List.of(),
            List.of(id),
            null);
    return puts(cell, last);
  }

  World puts(String cell, TriggerDocument trigger) {
    store.plant(Keys.trigger(ref(cell)), Json.write(trigger));
    return rings();
  }

  World byHand(String cell, String body) {
    store.plant(Keys.trigger(ref(cell)), body);
    return rings();
  }

  World rings() {
    store.plant(Keys.doorbell(NODE), Json.write(new Doorbell(id())));
    return this;
  }

  TriggerDocument latest() {
    assertThat(last).as("a trigger").isNotNull();
    return java.util.Objects.requireNonNull(last);
  }

  // ---- what the agent does ---------------------------------------------------------------------

  /** Starts an agent over what the last one left on the disk and on the host. */
  World starts() {
    duty = new Duty();
    problems = new Problems(Clock.systemUTC());
    ObjectStore reached = new ListedAbsence(way.apply(line), Keys.cells(NODE));
    DocumentStore seen = new DocumentStore(reached);
    Journal journal = new Journal(state);
    try {
      journal.open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    heartbeats =
        new Heartbeats(
            seen,
            new Heartbeats.Sign(NODE, id(), "test", Duration.ofSeconds(30), Duration.ofSeconds(5)),
            duty,
            problems,
            new Machinery(Path.of("/proc"), state),
            () -> cells == null ? new TreeMap<>() : cells.states(),
            java.time.InstantSource.system(),
            nanos::get,
            singleWriter);
    cells =
        new Cells(
            new Env(
                NODE,
                seen,
                host,
                journal,
                heartbeats,
                duty,
                problems,
                loops.over(
                    new ThreadLoops(new Backoff(Duration.ofMillis(2), Duration.ofMillis(20)))),
                new Semaphore(4),
                () -> Instant.now(),
                kills),
            () -> {});
    reporter =
        new NodeReporter(
            seen,
            new NodeReporter.Facts(NODE, "test", "n1", "test", "test", Map.of()),
            new Eyes(cells, host),
            heartbeats,
            problems,
            duty);
    poller =
        new Poller(
            NODE,
            reached,
            cells,
            new Eyes.Inbox(reached),
            Duration.ofMinutes(5),
            problems,
            nanos::get);
    cells.recall();
    return this;
  }

  /** The agent is killed: its threads end wherever they are. */
  World dies() throws InterruptedException {
    duty.end();
    cells.stop(5_000);
    return this;
  }

  /** The agent's journal is lost. */
  World loses() throws IOException {
    try (var files = Files.walk(state)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.delete(file);
      }
    }
    return this;
  }

  /** Waits until the agent has said everything that it has to say. */
  World settle() throws InterruptedException {
    int quiet = 0;
    for (int seen = -1; quiet < 3; ) {
      Thread.sleep(25);
      int now = store.requests().size();
      quiet = now == seen ? quiet + 1 : 0;
      seen = now;
    }
    return this;
  }

  World beats() {
    heartbeats.beat();
    return this;
  }

  World polls() throws InterruptedException {
    if (!duty.mayAct() && duty.stoodDown() == null) {
      heartbeats.beat();
    }
    poller.poll();
    return this;
  }

  World later(Duration time) {
    nanos.addAndGet(time.toNanos());
    return this;
  }

  World looks() throws InterruptedException {
    cells.look(true);
    reporter.report();
    return this;
  }

  // ---- what is then so -------------------------------------------------------------------------

  /** Waits until the cell's status is an end of its present trigger, and is this. */
  CellStatus ends(String cell, CellState state) {
    String wanted = latest().id();
    eventually(
        () -> {
          CellStatus s = status(cell);
          return s != null && s.triggerId().equals(wanted) && s.state().isEnd();
        },
        () -> "the end of " + wanted + ", not " + status(cell) + " " + problems.all());
    CellStatus status = java.util.Objects.requireNonNull(status(cell));
    assertThat(status.state()).as(String.valueOf(status.reason())).isEqualTo(state);
    // What it does after that, such as looking at the cell, is over too.
    eventually(() -> !loops.isAtWork("cell-" + cell), () -> "the end of the work on " + cell);
    return status;
  }

  void running(String cell, String version) {
    assertThat(ends(cell, CellState.RUNNING).running()).hasToString(version);
    assertThat(host.active(cell)).isEqualTo(version);
  }

  /** Nothing is done, though the agent has had the time. */
  void nothingMoreThan(String... done) throws InterruptedException {
    Thread.sleep(60);
    assertThat(host.done).containsExactly(done);
  }

  @Nullable CellStatus status(String cell) {
    return documents.read(Keys.status(ref(cell)), CellStatus.class).found().orElse(null);
  }

  @Nullable HistoryDocument history(String cell, String id) {
    return documents.read(Keys.history(ref(cell), id), HistoryDocument.class).found().orElse(null);
  }

  NodeReport report() {
    return documents.read(Keys.report(NODE), NodeReport.class).found().orElseThrow();
  }

  List<Request> requests(ThrowingRunnable during) throws Exception {
    store.forgetRequests();
    during.run();
    return List.copyOf(store.requests());
  }

  interface ThrowingRunnable {
    void run() throws Exception;
  }

  static void eventually(BooleanSupplier condition, Supplier<String> what) {
    Await.holds(what, condition);
  }

  static CellRef ref(String cell) {
    return new CellRef(NODE, new CellId(cell));
  }

  static String id() {
    return Ids.next(Instant.now());
  }

  private static String text(@Nullable Version version) {
    return version == null ? "1" : version.value();
  }

  /** A write by somebody else. */
  void somebodyWrites(String key, Object document) {
    store.put(key, Json.write(document), Precondition.NONE);
  }
}
