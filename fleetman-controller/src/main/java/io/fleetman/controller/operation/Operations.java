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
import java.util.Comparator;
import java.util.List;
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

  private static final Duration KEPT = Duration.ofDays(7);

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
  public record Seen(OperationDocument document, boolean interrupted) {}

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
    return find(id)
        .orElseThrow(
            () ->
                new Refusal.NotFound(
                    "there is no operation "
                        + id
                        + ": they are kept for "
                        + KEPT.toDays()
                        + " days"));
  }

  /** One of them, if it is there. */
  public Optional<Seen> find(String id) {
    return read(id) instanceof Read.Found<OperationDocument> found
        ? Optional.of(
            new Seen(
                found.value(),
                found.value().state() == State.RUNNING && found.age().compareTo(LOST) > 0))
        : Optional.empty();
  }

  /**
   * The newest of them; those of which nothing was heard for a week are left out.
   *
   * @param after {@link Page#next} of the page before; null for the newest
   */
  public Page newest(@Nullable String after, int limit) {
    Listing all = Listing.level(fleet.objects(), Keys.operations());
    Instant now = all.storeNow();
    List<String> ids =
        all.objects().stream()
            .filter(e -> now == null || e.lastModified().isAfter(now.minus(KEPT)))
            .map(ListPage.Entry::key)
            .flatMap(Operations::id)
            .filter(id -> after == null || id.compareTo(after) < 0)
            .sorted(Comparator.reverseOrder())
            .limit(limit + 1L)
            .toList();
    List<String> page = ids.subList(0, Math.min(limit, ids.size()));
    Function<String, Optional<Seen>> one = this::find;
    return new Page(
        Parallel.map(page, one).stream().flatMap(Optional::stream).toList(),
        ids.size() > limit ? page.getLast() : null);
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
