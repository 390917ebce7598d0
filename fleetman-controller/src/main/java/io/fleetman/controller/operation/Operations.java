package io.fleetman.controller.operation;

import io.fleetman.controller.support.Listing;
import io.fleetman.controller.support.OpenFleet;
import io.fleetman.controller.support.Parallel;
import io.fleetman.controller.support.Refusal;
import io.fleetman.document.FleetObject;
import io.fleetman.document.OperationDocument;
import io.fleetman.document.OperationDocument.State;
import io.fleetman.document.OperationDocument.Unit;
import io.fleetman.layout.KeyParser;
import io.fleetman.layout.Keys;
import io.fleetman.layout.KnownKey;
import io.fleetman.store.ListPage;
import io.fleetman.store.Read;
import io.fleetman.store.WriteResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Long work that controllers do behind an answer. Each is a document of its own, written by the one
 * controller that does it; any other tells of it, also when that one is gone.
 */
public final class Operations {
  /** How often a controller says that it is still at one. */
  static final Duration EVERY = Duration.ofSeconds(5);

  /** One of which nothing was heard for so long, by the store's clock, has lost its controller. */
  static final Duration LOST = Duration.ofSeconds(30);

  private static final String INTERRUPTED = "interrupted";

  /** Every state, as people and programs write it. */
  public static final List<String> STATES =
      Stream.concat(
              Arrays.stream(State.values()).map(s -> s.name().toLowerCase(Locale.ROOT)),
              Stream.of(INTERRUPTED))
          .toList();

  private static final Duration KEPT = Duration.ofDays(7);
  // Its controller writes it every few seconds: of so many looks one is not between two of these.
  private static final int ATTEMPTS = 5;

  private final OpenFleet fleet;

  /** In this fleet. */
  public Operations(OpenFleet fleet) {
    this.fleet = fleet;
  }

  /**
   * One as it was read.
   *
   * @param document what its controller wrote last
   * @param interrupted whether it was under way and nothing was heard of it for a while: its
   *     controller was stopped in the middle
   */
  public record Seen(OperationDocument document, boolean interrupted) {
    /** Its state in a word: {@code interrupted}, or what its controller wrote. */
    public String state() {
      return interrupted ? INTERRUPTED : document.state().name().toLowerCase(Locale.ROOT);
    }

    /** How far it is, such as {@code 3 of 7,000 files}. */
    public String progress() {
      Long total = document.total();
      return number(document.done())
          + (total == null ? " " : " of " + number(total) + " ")
          + document.unit().name().toLowerCase(Locale.ROOT);
    }

    private static String number(long n) {
      return String.format(Locale.ROOT, "%,d", n);
    }
  }

  /**
   * Some of them.
   *
   * @param items newest first
   * @param next the id after which the next ones come; null: no more
   */
  public record Page(List<Seen> items, @Nullable String next) {}

  /**
   * Writes one down; whoever calls does the work, and says so to what is returned.
   *
   * @param id fresh, or that of one whose controller is gone, which is taken over
   * @param operation in the command line's words
   * @throws Refusal.Conflict if somebody else took it over at the same time
   */
  public Run begin(
      String id, String operation, FleetObject object, Unit unit, @Nullable String reason) {
    OperationDocument begun =
        new OperationDocument(
            id,
            operation,
            object,
            State.RUNNING,
            fleet.newId(),
            unit,
            0,
            null,
            null,
            null,
            null,
            fleet.author(reason));
    return switch (fleet
        .documents()
        .replace(Keys.operation(id), begun, OperationDocument.class, read(id))) {
      case WriteResult.Written<OperationDocument>(var etag) ->
          new Run(fleet.documents(), begun, etag);
      case WriteResult.Lost<OperationDocument> _ ->
          throw new Refusal.Conflict("operation " + id + " was begun by somebody else just now");
    };
  }

  /**
   * One of them.
   *
   * @throws Refusal.NotFound if there is none of that id
   */
  public Seen get(String id) {
    return find(id).orElseThrow(() -> absent(id));
  }

  /** One of them, if it is there. */
  public Optional<Seen> find(String id) {
    return seen(read(id));
  }

  private static Optional<Seen> seen(Read<OperationDocument> read) {
    return read instanceof Read.Found<OperationDocument> found
        ? Optional.of(
            new Seen(
                found.value(),
                found.value().state() == State.RUNNING && found.age().compareTo(LOST) > 0))
        : Optional.empty();
  }

  private static Refusal absent(String id) {
    return new Refusal.NotFound(
        "there is no operation " + id + ": they are kept for " + KEPT.toDays() + " days");
  }

  /**
   * Asks for one to stop: its controller hears of it within seconds, and stops before its next
   * step. What it did until then stays done.
   *
   * @return it as it stands now, still under way; whoever asked first is in it
   * @throws Refusal if there is none, it has ended, or its controller is gone
   */
  public OperationDocument cancel(String id, @Nullable String reason) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Read<OperationDocument> read = read(id);
      Seen there = seen(read).orElseThrow(() -> absent(id));
      requireUnderWay(there);
      OperationDocument now = there.document();
      if (now.cancel() != null) {
        return now;
      }
      OperationDocument next = now.asked(fleet.author(reason));
      if (fleet.documents().replace(Keys.operation(id), next, OperationDocument.class, read)
          instanceof WriteResult.Written<OperationDocument>) {
        return next;
      }
    }
    throw new Refusal.Conflict("operation " + id + " is being written over and over: try again");
  }

  /**
   * Looks whether one may be canceled.
   *
   * @throws Refusal.Conflict if it has ended, or its controller is gone
   */
  public static void requireUnderWay(Seen seen) {
    OperationDocument now = seen.document();
    if (now.state() != State.RUNNING) {
      throw new Refusal.Conflict(
          "operation "
              + now.id()
              + " "
              + now.state().name().toLowerCase(Locale.ROOT)
              + " already: there is nothing to cancel");
    }
    if (seen.interrupted()) {
      throw new Refusal.Conflict(
          "operation " + now.id() + " was interrupted, its controller is gone: nobody is at it");
    }
  }

  /**
   * The newest of them; those of which nothing was heard for a week are left out.
   *
   * @param after {@link Page#next} of the page before; null for the newest
   */
  public Page newest(@Nullable String after, int limit) {
    return newest(after, limit, null);
  }

  /**
   * A state as somebody wrote it.
   *
   * @param field where it was written
   * @throws Refusal.Invalid if it is none
   */
  public static String state(String field, String text) {
    String state = text.strip().toLowerCase(Locale.ROOT);
    if (!STATES.contains(state)) {
      throw new Refusal.Invalid(field + ": write one of " + String.join(", ", STATES));
    }
    return state;
  }

  /**
   * The same, of one state alone.
   *
   * @param state one of {@link #STATES}; null: any
   */
  public Page newest(@Nullable String after, int limit, @Nullable String state) {
    Listing all = Listing.level(fleet.objects(), Keys.operations());
    Instant now = all.storeNow();
    List<String> ids =
        all.objects().stream()
            .filter(e -> now == null || e.lastModified().isAfter(now.minus(KEPT)))
            .map(ListPage.Entry::key)
            .flatMap(Operations::id)
            .filter(id -> after == null || id.compareTo(after) < 0)
            .sorted(Comparator.reverseOrder())
            .toList();
    List<Seen> found = new ArrayList<>();
    Function<String, Optional<Seen>> one = this::find;
    for (int from = 0; from < ids.size(); from += limit) {
      List<String> some = ids.subList(from, Math.min(from + limit, ids.size()));
      for (Optional<Seen> seen : Parallel.map(some, one)) {
        if (seen.isEmpty() || (state != null && !state.equals(seen.get().state()))) {
          continue;
        }
        if (found.size() == limit) {
          return new Page(found, found.getLast().document().id());
        }
        found.add(seen.get());
      }
      if (state == null && found.size() == limit) {
        return new Page(found, from + limit < ids.size() ? some.getLast() : null);
      }
    }
    return new Page(found, null);
  }

  /** Deletes those of which nothing was heard for a week. */
  public void sweep() {
    Listing all = Listing.level(fleet.objects(), Keys.operations());
    Instant now = all.storeNow();
    if (now != null) {
      fleet
          .objects()
          .deleteAll(
              all.objects().stream()
                  .filter(e -> id(e.key()).findAny().isPresent()) // others' are not ours to delete
                  .filter(e -> e.lastModified().isBefore(now.minus(KEPT)))
                  .map(ListPage.Entry::key)
                  .toList());
    }
  }

  private static Stream<String> id(String key) {
    return KeyParser.parse(key).orElse(null) instanceof KnownKey.Operation(var id)
        ? Stream.of(id)
        : Stream.empty();
  }

  private Read<OperationDocument> read(String id) {
    return fleet.documents().read(Keys.operation(id), OperationDocument.class);
  }
}
