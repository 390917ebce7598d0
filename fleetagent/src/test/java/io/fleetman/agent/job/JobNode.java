package io.fleetman.agent.job;

import io.fleetman.agent.Await;
import io.fleetman.agent.activate.Outcome;
import io.fleetman.agent.install.SystemAccounts;
import io.fleetman.agent.process.Runner;
import io.fleetman.agent.process.SystemRunner;
import io.fleetman.agent.report.Duty;
import io.fleetman.agent.report.Problems;
import io.fleetman.agent.runtime.SystemdSettings;
import io.fleetman.agent.runtime.SystemdTools;
import io.fleetman.document.Author;
import io.fleetman.document.ByteSize;
import io.fleetman.document.Limits;
import io.fleetman.job.CancelRequest;
import io.fleetman.job.ExecutionMark;
import io.fleetman.job.InboxEntry;
import io.fleetman.job.JobDocument;
import io.fleetman.job.JobOutput;
import io.fleetman.job.JobPolicy;
import io.fleetman.job.Verdict;
import io.fleetman.job.log.Frame;
import io.fleetman.job.log.Frames;
import io.fleetman.job.log.Stream;
import io.fleetman.killpoint.KillPoint;
import io.fleetman.killpoint.KillPoints;
import io.fleetman.layout.ExecutionId;
import io.fleetman.layout.Ids;
import io.fleetman.layout.JobKeys;
import io.fleetman.layout.NodeId;
import io.fleetman.store.DocumentStore;
import io.fleetman.store.ForwardingObjectStore;
import io.fleetman.store.GetResult;
import io.fleetman.store.InMemoryObjectStore;
import io.fleetman.store.ListPage;
import io.fleetman.store.Precondition;
import io.fleetman.store.PutResult;
import io.fleetman.store.StoreException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A node with its jobs, real processes, and a bucket in memory. Its agent may be stopped, killed
 * and started again.
 */
final class JobNode implements AutoCloseable {
  static final NodeId NODE = new NodeId("node-1");
  static final JobPolicy POLICY =
      JobPolicy.DEFAULT.with(Duration.ofHours(1), Duration.ofMinutes(5));
  private static final Clock CLOCK = Clock.systemUTC();

  final InMemoryObjectStore bucket = new InMemoryObjectStore(CLOCK);
  final DocumentStore documents = new DocumentStore(bucket);
  final List<String> operated = new ArrayList<>();
  final Problems problems = new Problems(CLOCK);
  volatile boolean forbidden;

  /** What the disk says is free. */
  volatile long usable = Long.MAX_VALUE;

  private final Path folder;
  private final JobSettings settings;
  private final Map<String, String> facts;
  private @Nullable Life life;

  /** Ends all that an agent does, as a kill would. */
  static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  JobNode(Path folder) {
    this(folder, settings(folder));
  }

  JobNode(Path folder, JobSettings settings) {
    this.folder = folder;
    this.settings = settings;
    this.facts = Map.of("node", "node-1", "region", "eu");
  }

  static JobSettings settings(Path folder) {
    return new JobSettings(
        true,
        NODE,
        folder.resolve("attempts"),
        folder.resolve("handlers"),
        Set.of(),
        Set.of(),
        List.of(),
        4,
        Duration.ofMillis(100),
        Duration.ofDays(1),
        ByteSize.parse("1G"),
        Limits.NONE,
        50,
        Duration.ofDays(7));
  }

  /** One start of the agent. */
  private final class Life implements KillPoints {
    private final Jobs jobs;
    private final Duty duty = new Duty();
    private final int killAt;
    private final List<KillPoint> passed = new ArrayList<>();
    private volatile boolean dead;

    Life(int killAt) {
      this.killAt = killAt;
      duty.take();
      Runner runner = new SystemRunner();
      SystemAccounts accounts = new SystemAccounts(runner);
      jobs =
          Jobs.of(
              settings,
              new Jobs.Agent(
                  NODE,
                  Ids.next(CLOCK.instant()),
                  facts,
                  new DocumentStore(new Mortal()),
                  duty,
                  problems),
              new Jobs.Machine(
                  folder.resolve("state"),
                  new SystemdTools(SystemdSettings.system(), runner, accounts.self()),
                  accounts,
                  (cell, action, _) -> {
                    operated.add(action + " " + cell);
                    return new Outcome.Done(null, Outcome.Fetched.NONE, null);
                  },
                  runner,
                  new Reserve(ByteSize.parse("1M"), any -> usable),
                  CLOCK,
                  this));
      try {
        java.nio.file.Files.createDirectories(folder.resolve("state"));
        jobs.open();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void passed(KillPoint point) {
      synchronized (passed) {
        alive();
        passed.add(point);
        if (passed.size() - 1 == killAt) {
          dead = true;
          throw new Killed();
        }
      }
    }

    void alive() {
      if (dead) {
        throw new Killed();
      }
    }

    /** A store that whoever is dead does not reach. */
    private final class Mortal extends ForwardingObjectStore {
      Mortal() {
        super(bucket);
      }

      @Override
      public PutResult put(String key, byte[] body, Precondition precondition) {
        alive();
        return super.put(key, body, precondition);
      }

      @Override
      public GetResult get(String key) {
        alive();
        return super.get(key);
      }

      @Override
      public ListPage list(String prefix, @Nullable String delimiter, @Nullable String next) {
        alive();
        if (forbidden) {
          throw new StoreException.AccessDenied("LIST " + prefix + ": 403", null);
        }
        return super.list(prefix, delimiter, next);
      }
    }
  }

  JobNode start() {
    return start(-1);
  }

  /** Starts an agent that is killed at its so-many-th step, from 0; never if negative. */
  JobNode start(int killAt) {
    life = new Life(killAt);
    look();
    return this;
  }

  /** Its doorbell rang. */
  void look() {
    try {
      alive().jobs.look();
    } catch (Killed e) {
      // so be it
    }
  }

  boolean killed() {
    return alive().dead;
  }

  List<KillPoint> passed() {
    synchronized (alive().passed) {
      return List.copyOf(alive().passed);
    }
  }

  Duration pace(Duration idle) {
    return alive().jobs.pace(idle);
  }

  /** Ends the agent, in order or because it was killed. */
  void stop() throws InterruptedException {
    Life ending = life;
    if (ending != null) {
      ending.duty.end();
      ending.jobs.stop(20_000);
      life = null;
    }
  }

  private Life alive() {
    Life now = life;
    if (now == null) {
      throw new IllegalStateException("no agent runs");
    }
    return now;
  }

  ExecutionId submit(JobDocument document) {
    return submit(document, POLICY, new TreeMap<>());
  }

  ExecutionId submit(JobDocument document, JobPolicy policy, SortedMap<String, String> values) {
    ExecutionId id = new ExecutionId(Ids.ordered(CLOCK.instant()));
    documents.create(
        JobKeys.execution(id),
        new ExecutionMark.Execution(
            id, "test", null, document, values, List.of(NODE), null, policy, null, author()),
        ExecutionMark.class);
    documents.create(JobKeys.inbox(NODE, id), new InboxEntry(id), InboxEntry.class);
    if (life != null) {
      look();
    }
    return id;
  }

  void cancel(ExecutionId id) {
    documents.create(JobKeys.cancel(id, NODE), new CancelRequest(author()), CancelRequest.class);
    look();
  }

  static Author author() {
    return new Author("ada@laptop", CLOCK.instant(), null);
  }

  Optional<Verdict> verdict(ExecutionId id, int attempt) {
    return documents.read(JobKeys.verdict(id, NODE, attempt), Verdict.class).found();
  }

  Verdict ended(ExecutionId id) {
    return ended(id, 1);
  }

  Verdict ended(ExecutionId id, int attempt) {
    return await("the verdict of " + id, () -> verdict(id, attempt));
  }

  /** Runs a job to its verdict. */
  Verdict run(JobDocument document) {
    return ended(submit(document));
  }

  static <T> T await(String what, Supplier<Optional<T>> look) {
    return Await.found(() -> what, look);
  }

  static void until(String what, Supplier<Boolean> holds) {
    Await.holds(() -> what, holds::get);
  }

  /** Every frame that was told of an attempt, in order. */
  List<Frame> frames(ExecutionId id, Verdict verdict) {
    List<Frame> frames = new ArrayList<>();
    JobOutput output = verdict.output();
    if (output.inline() != null) {
      frames.addAll(Frames.read("inline", output.inline().getBytes(StandardCharsets.UTF_8)));
    }
    for (int i = 0; i < output.chunks(); i++) {
      String key = JobKeys.logChunk(id, NODE, verdict.attempt(), i);
      frames.addAll(Frames.read(key, ((GetResult.Found) bucket.get(key)).body()));
    }
    return frames;
  }

  String text(ExecutionId id, Verdict verdict, Stream stream) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    frames(id, verdict).stream()
        .filter(f -> f.stream() == stream)
        .forEach(f -> all.writeBytes(f.bytes()));
    return all.toString(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    try {
      stop();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
