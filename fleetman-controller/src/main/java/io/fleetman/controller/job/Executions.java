package io.fleetman.controller.job;

import io.fleetman.codec.DocumentException;
import io.fleetman.codec.Json;
import io.fleetman.codec.Sha256;
import io.fleetman.controller.support.Listing;
import io.fleetman.controller.support.OpenFleet;
import io.fleetman.controller.support.Parallel;
import io.fleetman.controller.support.Refusal;
import io.fleetman.document.Doorbell;
import io.fleetman.job.ExecutionMark;
import io.fleetman.job.Follow;
import io.fleetman.job.InboxEntry;
import io.fleetman.job.JobRequest;
import io.fleetman.job.NodeStatus;
import io.fleetman.job.Parameters;
import io.fleetman.job.gate.Board;
import io.fleetman.job.gate.GateReader;
import io.fleetman.job.gate.Run;
import io.fleetman.job.gate.Settler;
import io.fleetman.job.gate.Standing;
import io.fleetman.layout.ExecutionId;
import io.fleetman.layout.Ids;
import io.fleetman.layout.InvalidNameException;
import io.fleetman.layout.JobKeys;
import io.fleetman.layout.KeyParser;
import io.fleetman.layout.Keys;
import io.fleetman.layout.KnownKey;
import io.fleetman.layout.NodeId;
import io.fleetman.store.Precondition;
import io.fleetman.store.Read;
import io.fleetman.store.WriteResult;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The fleet's executions. Keep one: it remembers what never changes. Safe for several threads. */
public final class Executions {
  private static final Logger LOG = LoggerFactory.getLogger(Executions.class);

  private final OpenFleet fleet;
  private final Settler settler;
  private final Runnable onSettled;
  private final Map<ExecutionId, GateReader> readers = new ConcurrentHashMap<>();
  private final Map<ExecutionId, Instant> followed = new ConcurrentHashMap<>();

  /** Of this fleet. */
  public Executions(OpenFleet fleet) {
    this(fleet, () -> {});
  }

  /**
   * The same.
   *
   * @param onSettled run after something was settled that was due
   */
  public Executions(OpenFleet fleet, Runnable onSettled) {
    this.fleet = fleet;
    this.onSettled = onSettled;
    this.settler = new Settler(fleet.documents(), fleet::author);
  }

  /**
   * Makes an execution: the request, if it has a key, then the execution, then the inboxes, then
   * the doorbells. The same again finishes what the first one left half done, and makes nothing
   * twice.
   *
   * @param key the request's idempotency key; null: every request is a new one
   * @throws Refusal if a parameter is wrong, nothing is targeted, or the key was used for another
   *     request
   */
  public ExecutionMark.Execution create(
      JobOrder order, @Nullable String key, @Nullable String reason) {
    List<String> problems = Parameters.problems(order.document(), order.parameters());
    if (!problems.isEmpty()) {
      throw new Refusal.Invalid(problems);
    }
    if (order.targets().isEmpty()) {
      throw new Refusal.Invalid("no node is meant: the job would run nowhere");
    }
    ExecutionId id = new ExecutionId(Ids.ordered(fleet.clock().instant()));
    ExecutionMark.Execution execution =
        execution(key == null ? id : requested(order, key, id), order, reason);
    ExecutionMark.Execution there =
        switch (fleet
            .documents()
            .create(JobKeys.execution(execution.id()), execution, ExecutionMark.class)) {
          case WriteResult.Written<ExecutionMark> _ -> execution;
          case WriteResult.Lost<ExecutionMark>(Read.Found<ExecutionMark> found) ->
              present(found.value());
          case WriteResult.Lost<ExecutionMark> _ ->
              throw new Refusal.Conflict(
                  "execution " + execution.id() + " came and went: send the request again");
        };
    finish(there);
    return there;
  }

  private ExecutionId requested(JobOrder order, String key, ExecutionId fresh) {
    String hash = Sha256.of(Json.line(order).getBytes(StandardCharsets.UTF_8));
    JobRequest request = new JobRequest(fresh, hash, fleet.author(null));
    String id = Sha256.of(key.getBytes(StandardCharsets.UTF_8)).substring(0, 32);
    return switch (fleet.documents().create(JobKeys.request(id), request, JobRequest.class)) {
      case WriteResult.Written<JobRequest> _ -> fresh;
      case WriteResult.Lost<JobRequest>(Read.Found<JobRequest> found)
          when found.value().sha256().equals(hash) ->
          found.value().execution();
      case WriteResult.Lost<JobRequest> _ ->
          throw new Refusal.Conflict(
              "the idempotency key '"
                  + key
                  + "' was used for another request: choose another key, or send the same request");
    };
  }

  private ExecutionMark.Execution execution(
      ExecutionId id, JobOrder order, @Nullable String reason) {
    return new ExecutionMark.Execution(
        id,
        order.name(),
        order.template(),
        order.document(),
        Parameters.complete(order.document(), order.parameters()),
        order.targets(),
        order.chosen(),
        order.policy(),
        order.retryOf(),
        fleet.author(reason));
  }

  private static ExecutionMark.Execution present(ExecutionMark mark) {
    return switch (mark) {
      case ExecutionMark.Execution e -> e;
      case ExecutionMark.Pruned p ->
          throw new Refusal.NotFound("execution " + p.id() + " was pruned by " + p.author().by());
    };
  }

  // Whoever has an inbox entry already keeps it.
  private void finish(ExecutionMark.Execution execution) {
    Parallel.forEach(
        execution.targets(),
        node -> {
          var _ =
              fleet
                  .documents()
                  .create(
                      JobKeys.inbox(node, execution.id()),
                      new InboxEntry(execution.id()),
                      InboxEntry.class);
          ring(node);
        });
  }

  /** Has a node look again. */
  void ring(NodeId node) {
    var _ =
        fleet
            .objects()
            .put(Keys.doorbell(node), Json.write(new Doorbell(fleet.newId())), Precondition.NONE);
  }

  /** The ids of all executions, the newest first. */
  public List<ExecutionId> ids() {
    List<ExecutionId> ids = new ArrayList<>();
    for (String name : Listing.level(fleet.objects(), JobKeys.executions()).folderNames()) {
      try {
        ids.add(new ExecutionId(name));
      } catch (InvalidNameException e) {
        // a stranger's folder is none of ours
      }
    }
    ids.sort(Comparator.reverseOrder());
    return ids;
  }

  /** The ids of the executions that a node has, the newest first. */
  public List<ExecutionId> ofNode(NodeId node) {
    List<ExecutionId> ids = new ArrayList<>();
    for (var entry : Listing.all(fleet.objects(), JobKeys.inbox(node)).objects()) {
      if (KeyParser.parse(entry.key()).orElse(null)
          instanceof KnownKey.Inbox(var _, ExecutionId id)) {
        ids.add(id);
      }
    }
    ids.sort(Comparator.reverseOrder());
    return ids;
  }

  /** An execution; empty if there is none, or it was pruned. */
  public Optional<ExecutionMark.Execution> find(ExecutionId id) {
    return reader(id).map(r -> r.run().job());
  }

  /** An execution. */
  public ExecutionMark.Execution get(ExecutionId id) {
    return find(id).orElseThrow(() -> absent(id));
  }

  /**
   * An execution whose {@code job.json} is there and cannot be read.
   *
   * @param problem one sentence that begins with the key
   */
  public record Unreadable(ExecutionId id, String problem) {
    /** What is wrong, and what to do. */
    public String sentence() {
      return problem
          + "; mend the document, or take the execution away with 'fleetman job prune"
          + " --unreadable'";
    }
  }

  /**
   * Where all its nodes stand, as read; changes nothing. Empty if there is none.
   *
   * @param unreadable told of what is there and cannot be read, by which lists of others are not to
   *     fail
   */
  public Optional<Board> read(ExecutionId id, Consumer<Unreadable> unreadable) {
    try {
      return reader(id)
          .map(GateReader::all)
          .filter(board -> !board.gates().claims().isEmpty() || isThere(id));
    } catch (DocumentException e) {
      unreadable.accept(new Unreadable(id, String.valueOf(e.getMessage())));
      return Optional.empty();
    }
  }

  /** The same for whoever has no place for what cannot be read; {@link #get} says why. */
  public Optional<Board> read(ExecutionId id) {
    return read(id, unreadable -> LOG.debug("left out: {}", unreadable.problem()));
  }

  /** Where all its nodes stand, after what was due is done. */
  public Board settled(ExecutionId id) {
    GateReader reader = reader(id).orElseThrow(() -> absent(id));
    Board board = reader.all();
    if (!settler.isDue(board)) {
      return board;
    }
    // What another one prunes looks as if nobody had begun it.
    if (!isThere(id)) {
      throw absent(id);
    }
    if (settler.settle(board)) {
      onSettled.run();
    }
    return reader.all();
  }

  private boolean isThere(ExecutionId id) {
    boolean there =
        fleet.documents().read(JobKeys.execution(id), ExecutionMark.class).found().orElse(null)
            instanceof ExecutionMark.Execution;
    if (!there) {
      forget(List.of(id));
    }
    return there;
  }

  private Optional<GateReader> reader(ExecutionId id) {
    GateReader known = readers.get(id);
    if (known != null) {
      return Optional.of(known);
    }
    if (fleet.documents().read(JobKeys.execution(id), ExecutionMark.class)
            instanceof Read.Found<ExecutionMark> found
        && found.value() instanceof ExecutionMark.Execution execution) {
      GateReader reader =
          new GateReader(fleet.documents(), new Run(execution, found.lastModified()));
      readers.put(id, reader);
      return Optional.of(reader);
    }
    return Optional.empty();
  }

  /** Says that somebody watches, at most as often as that counts. */
  public void followed(ExecutionId id) {
    Instant now = fleet.clock().instant();
    Instant said = followed.get(id);
    if (said == null || !now.isBefore(said.plusSeconds(Follow.EVERY_SECONDS))) {
      followed.put(id, now);
      var _ =
          fleet
              .objects()
              .put(JobKeys.follow(id), Json.write(new Follow(fleet.newId())), Precondition.NONE);
    }
  }

  /** Nothing of it begins any more. */
  void close(ExecutionId id, String why) {
    var _ = settler.latch(id, why, true);
  }

  /** Forgets executions that were pruned. */
  void forget(Collection<ExecutionId> ids) {
    readers.keySet().removeAll(ids);
    followed.keySet().removeAll(ids);
  }

  /**
   * What a cancel came to.
   *
   * @param asked how many nodes were asked to stop what runs
   * @param closed how many had not begun, and will not
   */
  public record Canceled(int asked, int closed) {}

  /**
   * Cancels an execution, or one node of it. For all, the latch comes first, so that nothing starts
   * any more.
   *
   * @param node null: all
   */
  public Canceled cancel(ExecutionId id, @Nullable NodeId node, @Nullable String reason) {
    ExecutionMark.Execution execution = get(id);
    if (node != null && !execution.targets().contains(node)) {
      throw new Refusal.NotFound("execution " + id + " has no node " + node);
    }
    String why = "canceled by " + fleet.by() + (reason == null ? "" : ": " + reason);
    if (node == null) {
      var _ = settler.latch(id, why, true);
    }
    Board board = reader(id).orElseThrow(() -> absent(id)).all();
    AtomicInteger asked = new AtomicInteger();
    AtomicInteger closed = new AtomicInteger();
    Parallel.forEach(
        node == null ? execution.targets() : List.of(node),
        n -> {
          Standing standing = Objects.requireNonNull(board.standings().get(n), "a target");
          if (standing instanceof Standing.Ended) {
            return;
          }
          boolean runs = settler.cancel(id, n, standing, why);
          (runs ? asked : closed).incrementAndGet();
          ring(n);
        });
    return new Canceled(asked.get(), closed.get());
  }

  /**
   * Orders the same again for the nodes that did not succeed.
   *
   * @throws Refusal.Conflict while a node is open
   * @throws Refusal.Invalid if all succeeded
   */
  public JobOrder again(ExecutionId id) {
    ExecutionMark.Execution old = get(id);
    Board board = settled(id);
    if (!board.status().isEnd()) {
      throw new Refusal.Conflict(
          "execution " + id + " has not ended: wait for it, or cancel it first");
    }
    List<NodeId> failed =
        board.standings().entrySet().stream()
            .filter(s -> s.getValue().status() != NodeStatus.SUCCEEDED)
            .map(Map.Entry::getKey)
            .toList();
    if (failed.isEmpty()) {
      throw new Refusal.Invalid("every node of execution " + id + " succeeded: nothing to retry");
    }
    return new JobOrder(
        old.name(),
        old.template(),
        old.document(),
        old.parameters(),
        failed,
        "failed of " + id,
        old.policy(),
        id);
  }

  private static Refusal absent(ExecutionId id) {
    return new Refusal.NotFound("there is no execution " + id + ": see 'fleetman job list'");
  }
}
