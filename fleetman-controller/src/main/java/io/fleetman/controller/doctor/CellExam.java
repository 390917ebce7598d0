package io.fleetman.controller.doctor;

import io.fleetman.codec.DocumentException;
import io.fleetman.codec.Durations;
import io.fleetman.controller.doctor.Finding.Severity;
import io.fleetman.controller.support.OpenFleet;
import io.fleetman.document.CellDocument;
import io.fleetman.document.CellStatus;
import io.fleetman.document.Desired;
import io.fleetman.document.OverridesDocument;
import io.fleetman.document.SnapshotMark;
import io.fleetman.document.TreeEntry;
import io.fleetman.document.TriggerDocument;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.Keys;
import io.fleetman.layout.Version;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is wrong with one cell's documents and bytes. */
final class CellExam {
  private final OpenFleet fleet;
  private final Inventory inventory;

  CellExam(OpenFleet fleet, Inventory inventory) {
    this.fleet = fleet;
    this.inventory = inventory;
  }

  List<Finding> examine(CellRef cell) {
    Inventory.OfCell keys = Objects.requireNonNull(inventory.cells().get(cell));
    List<Finding> findings = new ArrayList<>();
    var _ = read(Keys.status(cell), CellStatus.class, keys, findings);
    Optional<TriggerDocument> trigger =
        read(Keys.trigger(cell), TriggerDocument.class, keys, findings);
    Optional<CellDocument> document = read(Keys.cell(cell), CellDocument.class, keys, findings);
    if (document.isPresent() && document.get().removed() && trigger.isPresent()) {
      leaving(cell, trigger.get(), findings);
    }
    if (trigger.isPresent() && !keys.documents.contains(Keys.cell(cell))) {
      findings.add(
          new Finding(
              Severity.WARNING,
              Keys.cell(cell),
              "cell " + cell + " has a trigger and no cell.json",
              "apply the cell, so that it can be published to",
              false));
    }
    trigger.ifPresent(t -> named(cell, t, findings));
    overrides(cell, keys, findings);
    keys.versions.forEach((version, bytes) -> version(cell, version, bytes, findings));
    return findings;
  }

  private static void leaving(CellRef cell, TriggerDocument trigger, List<Finding> findings) {
    if (trigger.desired() != Desired.REMOVED) {
      findings.add(
          new Finding(
              Severity.WARNING,
              Keys.trigger(cell),
              "cell " + cell + " was to be removed, and its node was never told",
              "finish it with 'fleetman remove " + cell + "', or apply the cell anew",
              false));
    }
  }

  private void named(CellRef cell, TriggerDocument trigger, List<Finding> findings) {
    Version version = trigger.version();
    if (version == null) {
      return;
    }
    String key = Keys.snapshot(cell, version);
    try {
      SnapshotMark mark = fleet.documents().read(key, SnapshotMark.class).found().orElse(null);
      if (!(mark instanceof SnapshotMark.Snapshot)) {
        findings.add(
            new Finding(
                Severity.ERROR,
                Keys.trigger(cell),
                "the trigger of " + cell + " names version " + version + ", which does not exist",
                "publish a version that does",
                false));
      }
    } catch (DocumentException e) {
      // the version itself is found unreadable below
      return;
    }
  }

  private void version(
      CellRef cell, Version version, Inventory.Bytes bytes, List<Finding> findings) {
    String folder = Keys.snapshotFolder(cell, version);
    if (!bytes.mark) {
      litter(folder, "version " + version + " of " + cell + " is half made", bytes, findings);
      return;
    }
    String key = Keys.snapshot(cell, version);
    SnapshotMark mark;
    try {
      mark = fleet.documents().read(key, SnapshotMark.class).found().orElse(null);
    } catch (DocumentException e) {
      findings.add(unreadable(key, e));
      return;
    }
    Set<String> named =
        mark instanceof SnapshotMark.Snapshot s ? keys(s.files().values()) : Set.of();
    List<String> missing =
        new Lost(fleet)
            .keys(
                folder,
                bytes.keys,
                named,
                key,
                SnapshotMark.class,
                m -> m instanceof SnapshotMark.Snapshot s ? s.files() : Map.of());
    if (!missing.isEmpty()) {
      findings.add(
          new Finding(
              Severity.ERROR,
              folder,
              "version "
                  + version
                  + " of "
                  + cell
                  + " lacks "
                  + missing.size()
                  + " of its files, such as "
                  + missing.getFirst(),
              "delete the version and publish another",
              false));
    }
    if (!bytes.unnamed(named).isEmpty()) {
      litter(
          folder,
          "version "
              + version
              + " of "
              + cell
              + " has "
              + bytes.unnamed(named).size()
              + " objects that nothing names",
          bytes,
          findings);
    }
  }

  private void overrides(CellRef cell, Inventory.OfCell keys, List<Finding> findings) {
    String key = Keys.overrides(cell);
    Optional<OverridesDocument> index = read(key, OverridesDocument.class, keys, findings);
    if (index.isEmpty() && keys.documents.contains(key)) {
      return; // it cannot be read, so what it names is not known
    }
    Set<String> named = index.map(o -> keys(o.files().values())).orElse(Set.of());
    for (String missing :
        new Lost(fleet)
            .keys(
                Keys.overrideFiles(cell),
                keys.overrides.keys,
                named,
                key,
                OverridesDocument.class,
                OverridesDocument::files)) {
      findings.add(
          new Finding(
              Severity.ERROR,
              key,
              "an override of " + cell + " has lost its bytes: " + missing,
              "set the override again, or remove it",
              false));
    }
    int unnamed = keys.overrides.unnamed(named).size();
    if (unnamed > 0) {
      litter(
          key,
          "the overrides of " + cell + " left " + unnamed + " objects that nothing names",
          keys.overrides,
          findings);
    }
  }

  private <T> Optional<T> read(
      String key, Class<T> type, Inventory.OfCell keys, List<Finding> findings) {
    if (!keys.documents.contains(key)) {
      return Optional.empty();
    }
    try {
      return fleet.documents().read(key, type).found();
    } catch (DocumentException e) {
      findings.add(unreadable(key, e));
      return Optional.empty();
    }
  }

  static void litter(String where, String what, Inventory.Bytes bytes, List<Finding> findings) {
    boolean settled = bytes.settled();
    findings.add(
        new Finding(
            Severity.GARBAGE,
            where,
            what,
            settled
                ? "'fleetman doctor --repair' cleans it up"
                : "wait: it may be in the making; --repair cleans it up once nothing was added for "
                    + Durations.format(bytes.quiet),
            settled));
  }

  static Finding unreadable(String key, DocumentException e) {
    return new Finding(
        Severity.ERROR,
        key,
        String.valueOf(e.getMessage()),
        "write it again with fleetman, or correct it by hand",
        false);
  }

  static Set<String> keys(Collection<TreeEntry> entries) {
    return entries.stream().flatMap(e -> Stream.ofNullable(e.key())).collect(Collectors.toSet());
  }
}
