package io.fleetman.controller.publish;

import io.fleetman.codec.DocumentException;
import io.fleetman.controller.support.Listing;
import io.fleetman.controller.support.OpenFleet;
import io.fleetman.controller.support.Parallel;
import io.fleetman.controller.support.Refusal;
import io.fleetman.document.CellDocument;
import io.fleetman.document.CellStatus;
import io.fleetman.document.FleetDocument;
import io.fleetman.document.Retention;
import io.fleetman.document.SnapshotMark;
import io.fleetman.document.TriggerDocument;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.KeyParser;
import io.fleetman.layout.Keys;
import io.fleetman.layout.KnownKey;
import io.fleetman.layout.ManifestId;
import io.fleetman.layout.Version;
import io.fleetman.store.ListPage;
import io.fleetman.store.Read;
import io.fleetman.store.WriteResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes what need not be kept: a cell's old versions, each as {@link Versions#delete} does, and
 * its old histories. Which is old is the store's word (invariant 11).
 */
public final class Pruner {
  private static final Logger LOG = LoggerFactory.getLogger(Pruner.class);

  private final OpenFleet fleet;
  private final Triggers triggers;
  private final Marks marks;
  private final Versions versions;

  /** In this fleet. */
  public Pruner(OpenFleet fleet) {
    this.fleet = fleet;
    this.triggers = new Triggers(fleet);
    this.marks = new Marks(fleet);
    this.versions = new Versions(fleet);
  }

  /**
   * What would go of one cell.
   *
   * @param versions newest first
   * @param histories keys
   */
  public record Pruning(CellRef cell, List<Version> versions, List<String> histories) {}

  private record Made(Version version, Instant at) {}

  /** What the fleet's document says is kept. */
  public Retention policy() {
    Retention policy = document().found().map(FleetDocument::retention).orElse(null);
    return policy == null ? Retention.ALL : policy;
  }

  /**
   * Writes it into the fleet's document.
   *
   * @throws Refusal.Conflict if somebody else changed that at the same time
   */
  public void remember(Retention policy) {
    Read<FleetDocument> read = document();
    FleetDocument old =
        read.found().orElseThrow(() -> new Refusal.NotFound("there is no " + Keys.FLEET));
    FleetDocument next =
        new FleetDocument(
            old.formatVersion(),
            old.fleetId(),
            old.probe(),
            policy,
            fleet.author("what pruning keeps"));
    if (fleet.documents().replace(Keys.FLEET, next, FleetDocument.class, read)
        instanceof WriteResult.Lost<FleetDocument>) {
      throw new Refusal.Conflict(
          Keys.FLEET + " was changed by somebody else at the same time: look, then try again");
    }
  }

  /**
   * What a policy would have go; writes nothing. Of a cell whose documents cannot be read nothing
   * goes: what it stands on is not known.
   */
  public List<Pruning> plan(Retention policy) {
    if (policy.equals(Retention.ALL)) {
      return List.of();
    }
    return Parallel.map(cells(), cell -> readable(cell, policy)).stream()
        .flatMap(Optional::stream)
        .filter(p -> !p.versions().isEmpty() || !p.histories().isEmpty())
        .toList();
  }

  /**
   * Does it. A version that somebody has come to need meanwhile stays.
   *
   * @return what was done, a sentence each
   */
  public List<String> prune(List<Pruning> plan) {
    List<String> done = new ArrayList<>();
    for (Pruning pruning : plan) {
      for (Version version : pruning.versions()) {
        try {
          versions.delete(pruning.cell(), version, "pruned");
          done.add("version " + version + " of " + pruning.cell() + " is deleted");
        } catch (Refusal | DocumentException e) {
          done.add("version " + version + " of " + pruning.cell() + " stays: " + e.getMessage());
        }
      }
      if (!pruning.histories().isEmpty()) {
        fleet.objects().deleteAll(pruning.histories());
        done.add(pruning.histories().size() + " histories of " + pruning.cell() + " are deleted");
      }
    }
    return List.copyOf(done);
  }

  private Optional<Pruning> readable(CellRef cell, Retention policy) {
    try {
      return Optional.of(plan(cell, policy));
    } catch (DocumentException e) {
      LOG.warn("nothing of {} is pruned: {}", cell, e.getMessage());
      return Optional.empty();
    }
  }

  private Pruning plan(CellRef cell, Retention policy) {
    Integer histories = policy.histories();
    Integer kept = policy.versions();
    TriggerDocument trigger = triggers.read(cell).found().orElse(null);
    Healthy.@Nullable Last last =
        trigger == null
            ? null
            : new Healthy(fleet, marks).find(cell, manifest(cell), trigger).orElse(null);
    return new Pruning(
        cell,
        kept == null ? List.of() : versions(cell, kept, trigger, last),
        histories == null ? List.of() : histories(cell, histories, last));
  }

  private @Nullable ManifestId manifest(CellRef cell) {
    return fleet
        .documents()
        .read(Keys.cell(cell), CellDocument.class)
        .found()
        .map(CellDocument::manifest)
        .orElse(null);
  }

  private List<Version> versions(
      CellRef cell, int kept, @Nullable TriggerDocument trigger, Healthy.@Nullable Last last) {
    List<Made> old =
        Parallel.map(
                Listing.level(fleet.objects(), Keys.versions(cell)).versions(), v -> made(cell, v))
            .stream()
            .flatMap(Optional::stream)
            .sorted(Comparator.comparing(Made::at).reversed())
            .skip(kept)
            .toList();
    if (old.isEmpty()) {
      return List.of();
    }
    Set<Version> needed = needed(cell, trigger, last);
    return old.stream().map(Made::version).filter(v -> !needed.contains(v)).toList();
  }

  private Optional<Made> made(CellRef cell, Version version) {
    return marks.read(cell, version)
                instanceof
                Read.Found<SnapshotMark>(SnapshotMark mark, var _, Instant lastModified, var _)
            && mark instanceof SnapshotMark.Snapshot
        ? Optional.of(new Made(version, lastModified))
        : Optional.empty();
  }

  // However old: what the cell is told to be, what its node has, and what a rollback would go to.
  private Set<Version> needed(
      CellRef cell, @Nullable TriggerDocument trigger, Healthy.@Nullable Last last) {
    Set<Version> needed = new HashSet<>();
    CellStatus status = triggers.status(cell);
    if (status != null) {
      Stream.ofNullable(status.running()).forEach(needed::add);
      Stream.ofNullable(status.version()).forEach(needed::add);
    }
    if (trigger != null) {
      Stream.ofNullable(trigger.version()).forEach(needed::add);
    }
    if (last != null) {
      needed.add(last.version());
    }
    return needed;
  }

  // The one that says what a rollback goes to stays, however old: without it that would be
  // forgotten.
  private List<String> histories(CellRef cell, int kept, Healthy.@Nullable Last last) {
    return Listing.level(fleet.objects(), Keys.history(cell)).objects().stream()
        .filter(e -> KeyParser.parse(e.key()).orElse(null) instanceof KnownKey.History)
        .sorted(Comparator.comparing(ListPage.Entry::lastModified).reversed())
        .skip(kept)
        .map(ListPage.Entry::key)
        .filter(key -> last == null || !key.equals(last.history()))
        .toList();
  }

  private List<CellRef> cells() {
    List<CellRef> cells = new ArrayList<>();
    for (String node : Listing.level(fleet.objects(), Keys.cells()).folders()) {
      for (String folder : Listing.level(fleet.objects(), node).folders()) {
        if (KeyParser.parse(folder + "trigger.json").orElse(null)
            instanceof KnownKey.Trigger(var cell)) {
          cells.add(cell);
        }
      }
    }
    return cells;
  }

  private Read<FleetDocument> document() {
    return fleet.documents().read(Keys.FLEET, FleetDocument.class);
  }
}
