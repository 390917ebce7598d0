package io.fleetman.controller.doctor;

import io.fleetman.codec.DocumentException;
import io.fleetman.controller.doctor.Finding.Severity;
import io.fleetman.controller.support.OpenFleet;
import io.fleetman.document.CellDocument;
import io.fleetman.document.CellStatus;
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
    var _ = read(Keys.cell(cell), CellDocument.class, keys, findings);
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
        named.stream()
            .filter(k -> k.startsWith(folder) && !bytes.keys.contains(k))
            .sorted()
            .toList();
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
    read(Keys.overrides(cell), OverridesDocument.class, keys, findings)
        .ifPresent(
            overrides -> {
              for (String key : keys(overrides.files().values())) {
                if (!keys.overrideFiles.contains(key)) {
                  findings.add(
                      new Finding(
                          Severity.ERROR,
                          Keys.overrides(cell),
                          "an override of " + cell + " has lost its bytes: " + key,
                          "set the override again, or remove it",
                          false));
                }
              }
            });
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
                : "wait: it may be in the making; after ten minutes --repair cleans it up",
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
