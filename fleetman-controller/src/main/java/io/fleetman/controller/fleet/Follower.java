package io.fleetman.controller.fleet;

import io.fleetman.codec.DocumentException;
import io.fleetman.codec.Durations;
import io.fleetman.codec.Json;
import io.fleetman.controller.support.DocumentCache;
import io.fleetman.controller.support.OpenFleet;
import io.fleetman.controller.support.Parallel;
import io.fleetman.document.CellStatus;
import io.fleetman.document.Heartbeat;
import io.fleetman.document.TriggerDocument;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.Keys;
import io.fleetman.layout.NodeId;
import io.fleetman.store.GetResult;
import io.fleetman.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Follows what nodes make of commands. */
public final class Follower {
  private static final Duration LOOK = Duration.ofMillis(500);
  private static final Duration TELL = Duration.ofSeconds(2);

  private final OpenFleet fleet;
  private final Sleeper sleeper;

  /** In this fleet; the sleeper is {@code Thread::sleep} but in tests. */
  public Follower(OpenFleet fleet, Sleeper sleeper) {
    this.fleet = fleet;
    this.sleeper = sleeper;
  }

  /** Waits. */
  @FunctionalInterface
  public interface Sleeper {
    /** Waits that long. */
    void sleep(Duration duration) throws InterruptedException;
  }

  /** A command to a cell. */
  public record Followed(CellRef cell, String triggerId, long sequence) {}

  /** Hears what happens; called from one thread. */
  public interface Listener {
    /** Nobody listens. */
    Listener NONE = new Listener() {};

    /** The node says something new about the command. */
    default void changed(CellRef cell, CellStatus status) {}

    /**
     * Nothing new; told about every two seconds for each cell that is waited for.
     *
     * @param silentFor the age of the node's heartbeat by the store's clock; null if it has none
     * @param pollSeconds how often the node looks; null if unknown
     */
    default void waiting(
        CellRef cell,
        Presence presence,
        @Nullable Duration silentFor,
        @Nullable Long pollSeconds) {}

    /** The cell is done, one way or the other. */
    default void ended(Result result) {}
  }

  /** How following one cell ended. */
  public sealed interface Result {
    /** Which cell. */
    CellRef cell();

    /** Whether it is what was asked for. */
    default boolean succeeded() {
      return this instanceof Ended e && e.status().state().isSuccess();
    }

    /** The node is done with this very command. */
    record Ended(CellRef cell, CellStatus status) implements Result {}

    /** Another command came after it. */
    record Superseded(CellRef cell, @Nullable String by) implements Result {}

    /**
     * Nobody said anything in time.
     *
     * @param sentence who is silent since when, and what will happen when it comes back
     */
    record TimedOut(CellRef cell, String sentence) implements Result {}
  }

  /** What is known of a node's sign of life. */
  private record Life(Presence presence, @Nullable Duration silentFor, @Nullable Long pollSeconds) {
    static final Life NONE = new Life(Presence.UNKNOWN, null, null);
  }

  /**
   * Follows until every cell is done or the time is up; results in the order of the commands. A
   * store that fails in passing is asked again until then.
   *
   * @throws StoreException if the store refuses for good
   */
  public List<Result> follow(List<Followed> commands, Duration timeout, Listener listener) {
    DocumentCache documents = new DocumentCache(fleet.objects());
    Map<Followed, CellProgress> open = new LinkedHashMap<>();
    commands.forEach(c -> open.put(c, new CellProgress(c)));
    Map<Followed, Result> results = new LinkedHashMap<>();
    Instant end = fleet.clock().instant().plus(timeout);
    Instant tell = fleet.clock().instant().plus(TELL);
    while (true) {
      List<Followed> waiting = List.copyOf(open.keySet());
      List<Look> looks = Parallel.map(waiting, c -> look(documents, c, open));
      for (int i = 0; i < waiting.size(); i++) {
        Result result = step(open.get(waiting.get(i)), looks.get(i), listener);
        if (result != null) {
          open.remove(waiting.get(i));
          results.put(waiting.get(i), result);
          listener.ended(result);
        }
      }
      Instant now = fleet.clock().instant();
      if (open.isEmpty() || !now.isBefore(end) || !sleep()) {
        break;
      }
      if (!now.isBefore(tell)) {
        tell = now.plus(TELL);
        open.keySet().forEach(c -> tellWaiting(c.cell(), listener));
      }
    }
    open.forEach(
        (command, progress) -> {
          Result result = timedOut(command.cell(), progress, timeout);
          results.put(command, result);
          listener.ended(result);
        });
    List<Result> ordered = new ArrayList<>();
    commands.stream().flatMap(c -> Stream.ofNullable(results.get(c))).forEach(ordered::add);
    return ordered;
  }

  /** What a cell's documents say; nothing if the store failed in passing. */
  private record Look(
      boolean answered, @Nullable CellStatus status, @Nullable TriggerDocument trigger) {}

  private static Look look(
      DocumentCache documents, Followed command, Map<Followed, CellProgress> open) {
    CellProgress progress = open.get(command);
    try {
      CellRef cell = command.cell();
      CellStatus status = documents.current(Keys.status(cell), CellStatus.class).value();
      TriggerDocument trigger =
          progress != null && progress.needsTrigger(status)
              ? documents.current(Keys.trigger(cell), TriggerDocument.class).value()
              : null;
      return new Look(true, status, trigger);
    } catch (StoreException e) {
      if (e.isTransient()) {
        return new Look(false, null, null); // asked again until the time is up
      }
      throw e;
    }
  }

  private static @Nullable Result step(
      @Nullable CellProgress progress, Look look, Listener listener) {
    if (progress == null || !look.answered()) {
      return null;
    }
    CellProgress.Step step = progress.step(look.status(), look.trigger());
    CellStatus news = step.news();
    if (news != null) {
      listener.changed(progress.cell(), news);
    }
    return step.result();
  }

  private void tellWaiting(CellRef cell, Listener listener) {
    Life life = life(cell.node());
    listener.waiting(cell, life.presence(), life.silentFor(), life.pollSeconds());
  }

  private Life life(NodeId node) {
    String key = Keys.heartbeat(node);
    try {
      if (!(fleet.objects().get(key) instanceof GetResult.Found found)) {
        return Life.NONE;
      }
      Duration age = Duration.between(found.lastModified(), found.storeNow());
      Heartbeat beat = Json.read(key, found.body(), Heartbeat.class);
      return new Life(
          Presence.of(age, beat.intervalSeconds()),
          age.isNegative() ? Duration.ZERO : age,
          beat.pollSeconds());
    } catch (StoreException | DocumentException e) {
      return Life.NONE; // the wait goes on; what is wrong with the node shows in its own view
    }
  }

  private Result timedOut(CellRef cell, CellProgress progress, Duration timeout) {
    Life life = life(cell.node());
    String after = " after " + Durations.format(timeout);
    CellStatus said = progress.last();
    if (said != null && life.presence() == Presence.ACTIVE) {
      return new Result.TimedOut(
          cell,
          cell
              + " is still "
              + said.state()
              + after
              + "; "
              + cell.node()
              + " goes on by itself: see 'fleetman status'");
    }
    Duration silent = life.silentFor();
    String who =
        silent == null
            ? cell.node() + " has never been heard of"
            : life.presence() == Presence.ACTIVE
                ? cell.node() + " is there and has not taken up the command"
                : cell.node() + " has been silent for " + silent.toSeconds() + "s";
    return new Result.TimedOut(
        cell,
        who
            + after
            + "; the command stays, and "
            + cell.node()
            + " follows it as soon as it is back");
  }

  private boolean sleep() {
    try {
      sleeper.sleep(LOOK);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
