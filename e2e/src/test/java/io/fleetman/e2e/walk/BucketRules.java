package io.fleetman.e2e.walk;

import io.fleetman.codec.Json;
import io.fleetman.codec.Sha256;
import io.fleetman.document.CellStatus;
import io.fleetman.document.DeploymentDocument;
import io.fleetman.document.Desired;
import io.fleetman.document.OverridesDocument;
import io.fleetman.document.SnapshotMark;
import io.fleetman.document.TreeEntry;
import io.fleetman.document.TriggerDocument;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.KeyParser;
import io.fleetman.layout.Keys;
import io.fleetman.layout.KnownKey;
import io.fleetman.layout.RelativePath;
import io.fleetman.layout.Version;
import io.fleetman.store.GetResult;
import io.fleetman.store.InMemoryObjectStore;
import io.fleetman.store.Precondition;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What must hold of the bucket after every single change of it. */
final class BucketRules {
  private final InMemoryObjectStore memory;

  /** Which documents name a key, so that its bytes must stay. */
  private final Map<String, Set<String>> namedBy = new HashMap<>();

  private final Map<String, Set<String>> names = new HashMap<>();
  private final Map<CellRef, SortedMap<Version, SortedMap<RelativePath, String>>> committed =
      new TreeMap<>();
  private final Map<String, TriggerDocument> commands = new HashMap<>();

  BucketRules(InMemoryObjectStore memory) {
    this.memory = memory;
  }

  byte @Nullable [] body(String key) {
    return memory.get(key) instanceof GetResult.Found found ? found.body() : null;
  }

  <T> @Nullable T document(String key, Class<T> type) {
    byte[] body = body(key);
    return body == null ? null : Json.read(key, body, type);
  }

  /** The command with this id as it was given; null if nobody gave it. */
  @Nullable TriggerDocument command(String id) {
    return commands.get(id);
  }

  /** Every version that was ever committed on a cell, with its paths and hashes. */
  SortedMap<Version, SortedMap<RelativePath, String>> committed(CellRef cell) {
    return committed.getOrDefault(cell, Collections.emptySortedMap());
  }

  void written(String key, byte @Nullable [] before, byte[] after, Precondition precondition) {
    KnownKey known = KeyParser.parse(key).orElse(null);
    switch (known) {
      case KnownKey.DeploymentFile _, KnownKey.SnapshotFile _, KnownKey.OverrideFile _ -> {
        bytesPut(key, before);
        return;
      }
      case KnownKey.Doorbell _ -> {
        return;
      }
      case null -> throw new Violation("13", key + " is none of Fleetman's keys");
      default -> documentsAreSwappedOrCreated(key, precondition);
    }
    switch (known) {
      case KnownKey.Trigger(var cell) ->
          trigger(
              cell,
              before == null ? null : Json.read(key, before, TriggerDocument.class),
              Json.read(key, after, TriggerDocument.class));
      case KnownKey.Snapshot(var cell, var version) ->
          mark(
              cell,
              version,
              before == null ? null : Json.read(key, before, SnapshotMark.class),
              Json.read(key, after, SnapshotMark.class));
      case KnownKey.Status _ -> status(key, before, Json.read(key, after, CellStatus.class));
      case KnownKey.History _ -> historyIsNeverOverwritten(key, before);
      case KnownKey.Deployment _ ->
          nameKeys(key, Json.read(key, after, DeploymentDocument.class).files().values());
      case KnownKey.Overrides _ ->
          nameKeys(key, Json.read(key, after, OverridesDocument.class).files().values());
      default -> {
        // nothing more to say of these
      }
    }
  }

  /** Invariant 1: what was put under a fresh key is never another's, and never changes. */
  void bytesPut(String key, byte @Nullable [] before) {
    if (before != null && !Arrays.equals(before, body(key))) {
      throw new Violation("1", "the bytes of " + key + " were written over");
    }
  }

  void deleted(String key) {
    switch (KeyParser.parse(key).orElse(null)) {
      case KnownKey.DeploymentFile _, KnownKey.SnapshotFile _, KnownKey.OverrideFile _ -> {
        Set<String> by = namedBy.getOrDefault(key, Set.of());
        if (!by.isEmpty()) {
          throw new Violation("3, 4", key + " was deleted, though " + by + " names it");
        }
      }
      case null, default -> throw new Violation("6", "document " + key + " was deleted");
    }
  }

  /** Invariant 6. */
  private static void documentsAreSwappedOrCreated(String key, Precondition precondition) {
    if (precondition instanceof Precondition.None) {
      throw new Violation("6", key + " was put without a condition");
    }
  }

  /** Invariant 6. */
  private static void historyIsNeverOverwritten(String key, byte @Nullable [] before) {
    if (before != null) {
      throw new Violation("6", key + " was written over");
    }
  }

  private void trigger(CellRef cell, @Nullable TriggerDocument before, TriggerDocument after) {
    triggerNamesWhatIsCommitted(cell, after);
    sequenceOnlyGrows(cell, before, after);
    if (before != null && !after.retired().containsAll(before.retired())) {
      throw new Violation("3", "a version of " + cell + " is no longer retired");
    }
    commands.put(after.id(), after);
  }

  /** Invariant 3. */
  private void triggerNamesWhatIsCommitted(CellRef cell, TriggerDocument trigger) {
    Version version = trigger.version();
    if (version == null || trigger.desired() == Desired.REMOVED) {
      return;
    }
    SnapshotMark mark = document(Keys.snapshot(cell, version), SnapshotMark.class);
    if (!(mark instanceof SnapshotMark.Snapshot)) {
      throw new Violation(
          "3", "the trigger of " + cell + " names " + version + ", which is " + mark);
    }
    if (trigger.retired().contains(version)) {
      throw new Violation("3", "the trigger of " + cell + " names " + version + ", retired");
    }
  }

  /** Invariant 8: also across remove and re-create, and no command comes back. */
  private void sequenceOnlyGrows(
      CellRef cell, @Nullable TriggerDocument before, TriggerDocument after) {
    if (before != null && after.id().equals(before.id())) {
      if (!Objects.equals(after.sequence(), before.sequence())
          || after.desired() != before.desired()
          || !Objects.equals(after.version(), before.version())
          || !after.deployId().equals(before.deployId())) {
        throw new Violation("8", "command " + after.id() + " of " + cell + " was changed");
      }
      return;
    }
    if (commands.containsKey(after.id())) {
      throw new Violation("7", "command " + after.id() + " of " + cell + " came back");
    }
    if (before != null && number(after) <= number(before)) {
      throw new Violation(
          "8", cell + " went from sequence " + number(before) + " to " + number(after));
    }
    CellStatus status = document(Keys.status(cell), CellStatus.class);
    if (status != null && number(after) < status.sequence()) {
      throw new Violation("8", cell + " was told " + number(after) + " after " + status.sequence());
    }
  }

  private static long number(TriggerDocument trigger) {
    return Objects.requireNonNull(trigger.sequence(), "nobody writes by hand here");
  }

  private void mark(
      CellRef cell, Version version, @Nullable SnapshotMark before, SnapshotMark after) {
    String name = version + " of " + cell;
    boolean mayFollow =
        switch (before) {
          case null -> !(after instanceof SnapshotMark.Deleted);
          case SnapshotMark.Aborted _ -> !(after instanceof SnapshotMark.Deleted);
          case SnapshotMark.Snapshot _ -> after instanceof SnapshotMark.Deleted;
          case SnapshotMark.Deleted _ -> false;
        };
    if (!mayFollow) {
      throw new Violation(
          "2, 3, 4", "the mark of " + name + " went from " + before + " to " + after);
    }
    TriggerDocument trigger = document(Keys.trigger(cell), TriggerDocument.class);
    switch (after) {
      case SnapshotMark.Snapshot snapshot -> {
        if (trigger != null && trigger.retired().contains(version)) {
          throw new Violation("3", "retired version " + name + " was committed");
        }
        committedFilesAreThere(cell, version, snapshot);
        nameKeys(Keys.snapshot(cell, version), snapshot.files().values());
      }
      case SnapshotMark.Deleted _ -> {
        if (trigger == null || !trigger.retired().contains(version)) {
          throw new Violation("3", name + " was deleted before it was retired");
        }
        nameKeys(Keys.snapshot(cell, version), List.of());
      }
      case SnapshotMark.Aborted _ -> nameKeys(Keys.snapshot(cell, version), List.of());
    }
    if (!(after instanceof SnapshotMark.Snapshot) && trigger != null) {
      triggerNamesWhatIsCommitted(cell, trigger);
    }
  }

  /** Invariants 2 and 5: a commit mark's files are there, with the hashes it says. */
  private void committedFilesAreThere(
      CellRef cell, Version version, SnapshotMark.Snapshot snapshot) {
    SortedMap<RelativePath, String> files = new TreeMap<>();
    snapshot
        .files()
        .forEach(
            (path, entry) -> {
              byte[] body = body(Objects.requireNonNull(entry.key(), "a file has a key"));
              if (body == null || !Sha256.of(body).equals(entry.sha256())) {
                throw new Violation(
                    "2",
                    version
                        + " of "
                        + cell
                        + " was committed, and "
                        + entry.key()
                        + " is "
                        + (body == null ? "missing" : "not what the mark says"));
              }
              files.put(path, Objects.requireNonNull(entry.sha256(), "a file has a hash"));
            });
    SortedMap<RelativePath, String> first =
        committed.computeIfAbsent(cell, _ -> new TreeMap<>()).putIfAbsent(version, files);
    if (first != null) {
      throw new Violation("2, 3", version + " of " + cell + " was committed twice");
    }
  }

  /** Invariant 8. */
  private static void status(String key, byte @Nullable [] before, CellStatus after) {
    if (before != null && after.sequence() < Json.read(key, before, CellStatus.class).sequence()) {
      throw new Violation("8", key + " went back to sequence " + after.sequence());
    }
  }

  private void nameKeys(String document, Collection<TreeEntry> entries) {
    for (String key : names.getOrDefault(document, Set.of())) {
      Objects.requireNonNull(namedBy.get(key)).remove(document);
    }
    Set<String> keys = new HashSet<>();
    for (TreeEntry entry : entries) {
      if (entry.key() != null) {
        keys.add(entry.key());
        namedBy.computeIfAbsent(entry.key(), _ -> new HashSet<>()).add(document);
      }
    }
    names.put(document, keys);
  }

  /** Whether some document says that these bytes are its. */
  boolean isNamed(String key) {
    return !namedBy.getOrDefault(key, Set.of()).isEmpty();
  }
}
