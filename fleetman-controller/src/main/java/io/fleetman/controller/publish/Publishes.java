package io.fleetman.controller.publish;

import io.fleetman.controller.support.Listing;
import io.fleetman.controller.support.OpenFleet;
import io.fleetman.controller.support.Parallel;
import io.fleetman.controller.support.Refusal;
import io.fleetman.document.PublishDocument;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.KeyParser;
import io.fleetman.layout.Keys;
import io.fleetman.layout.KnownKey;
import io.fleetman.layout.Version;
import io.fleetman.store.ListPage;
import io.fleetman.store.Read;
import io.fleetman.store.WriteResult;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Publishes to one or many cells that are written down before they begin: whoever looks sees how
 * far one is, and one whose controller died is finished by another. A cell is sent the command
 * once, however many carry it out at the same time, since the command's id is the publish's.
 */
public final class Publishes {
  private final OpenFleet fleet;
  private final Publisher publisher;

  /** In this fleet. */
  public Publishes(OpenFleet fleet) {
    this.fleet = fleet;
    this.publisher = new Publisher(fleet);
  }

  /**
   * Writes one down; nothing is published yet.
   *
   * @param id fresh, or the one that was used before by whoever asks again
   * @throws Refusal if no cell is named, or that id is another publish's
   */
  public PublishDocument begin(
      String id,
      Version version,
      Collection<CellRef> cells,
      boolean redeploy,
      @Nullable String reason) {
    if (cells.isEmpty()) {
      throw new Refusal.Invalid("cells: choose at least one cell to publish to");
    }
    PublishDocument wanted =
        new PublishDocument(
            id,
            version,
            redeploy,
            List.copyOf(new TreeSet<>(cells)),
            new TreeMap<>(),
            false,
            fleet.author(reason));
    return switch (fleet.documents().create(Keys.publish(id), wanted, PublishDocument.class)) {
      case WriteResult.Written<PublishDocument> _ -> wanted;
      case WriteResult.Lost<PublishDocument> lost ->
          lost.current()
              .found()
              .filter(
                  there ->
                      there.version().equals(version)
                          && there.cells().equals(wanted.cells())
                          && there.redeploy() == redeploy)
              .orElseThrow(
                  () ->
                      new Refusal.Conflict(
                          "publish " + id + " is another one: give this one an id of its own"));
    };
  }

  /**
   * Tells each cell that was not told yet; one that cannot be told does not stop the others. May be
   * done again, by anybody.
   *
   * @return the document with what came of it
   */
  public PublishDocument carryOut(PublishDocument publish, PublishListener listener) {
    List<Outcome> outcomes =
        publisher.publishAll(
            publish.cells().stream()
                .map(
                    cell ->
                        new PublishRequest(
                            cell,
                            publish.version(),
                            publish.redeploy(),
                            publish.author().reason(),
                            publish.id()))
                .toList(),
            listener);
    Map<String, String> refused = new TreeMap<>();
    for (Outcome outcome : outcomes) {
      switch (outcome) {
        case Outcome.Failed(var cell, var cause) ->
            refused.put(
                cell.toString(),
                Objects.requireNonNullElse(cause.getMessage(), cause.getClass().getSimpleName()));
        case Outcome.Sent _, Outcome.NothingToDo _, Outcome.There _ -> {}
      }
    }
    return ended(publish, refused);
  }

  /** One of them. */
  public Optional<PublishDocument> find(String id) {
    return read(id).found();
  }

  /**
   * One of them.
   *
   * @throws Refusal.NotFound if there is none of that id
   */
  public PublishDocument get(String id) {
    return find(id)
        .orElseThrow(
            () ->
                new Refusal.NotFound(
                    "there is no publish "
                        + id
                        + ": the cells' own histories say what was published to them"));
  }

  /** The newest of them, newest first. */
  public List<PublishDocument> newest(int limit) {
    List<String> ids =
        Listing.level(fleet.objects(), Keys.publishes()).objects().stream()
            .map(ListPage.Entry::key)
            .flatMap(Publishes::id)
            .sorted(Comparator.reverseOrder())
            .limit(limit)
            .toList();
    Function<String, Optional<PublishDocument>> one = this::find;
    return Parallel.map(ids, one).stream().flatMap(Optional::stream).toList();
  }

  private static Stream<String> id(String key) {
    return KeyParser.parse(key).orElse(null) instanceof KnownKey.Publish(var id)
        ? Stream.of(id)
        : Stream.empty();
  }

  // Of two who carry it out at the same time the later one's word stands: both tried every cell.
  private PublishDocument ended(PublishDocument publish, Map<String, String> refused) {
    for (int attempt = 0; attempt < 4; attempt++) {
      Read<PublishDocument> read = read(publish.id());
      PublishDocument next = read.found().orElse(publish).ended(refused);
      if (fleet.documents().replace(Keys.publish(publish.id()), next, PublishDocument.class, read)
          instanceof WriteResult.Written<PublishDocument>) {
        return next;
      }
    }
    return publish.ended(refused);
  }

  private Read<PublishDocument> read(String id) {
    return fleet.documents().read(Keys.publish(id), PublishDocument.class);
  }
}
