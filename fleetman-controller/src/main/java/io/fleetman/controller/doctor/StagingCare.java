package io.fleetman.controller.doctor;

import io.fleetman.codec.DocumentException;
import io.fleetman.controller.doctor.Finding.Severity;
import io.fleetman.controller.support.OpenFleet;
import io.fleetman.controller.support.Sweep;
import io.fleetman.document.StagingDocument;
import io.fleetman.document.TreeEntry;
import io.fleetman.killpoint.KillPoint;
import io.fleetman.layout.Keys;
import io.fleetman.layout.RelativePath;
import io.fleetman.store.Read;
import io.fleetman.store.WriteResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** What is wrong with staging, and the clean-up of what puts that died left in it. */
final class StagingCare {
  private final OpenFleet fleet;
  private final Inventory.Bytes bytes;

  StagingCare(OpenFleet fleet, Inventory inventory) {
    this.fleet = fleet;
    this.bytes = inventory.staging();
  }

  List<Finding> examine() {
    List<Finding> findings = new ArrayList<>();
    try {
      Set<String> named = CellExam.keys(files(read()).values());
      List<String> missing =
          new Lost(fleet)
              .keys(
                  Keys.stagingFolder(),
                  bytes.keys,
                  named,
                  Keys.staging(),
                  StagingDocument.class,
                  StagingDocument::files);
      if (!missing.isEmpty()) {
        findings.add(
            new Finding(
                Severity.ERROR,
                Keys.staging(),
                "staging lacks " + missing.size() + " of its files, such as " + missing.getFirst(),
                "put them again, or remove them",
                false));
      }
      int unnamed = bytes.unnamed(named).size();
      if (unnamed > 0) {
        String what = "staging has " + unnamed + " objects that nothing names";
        CellExam.litter(Keys.stagingFolder(), what, bytes, findings);
      }
    } catch (DocumentException e) {
      findings.add(CellExam.unreadable(Keys.staging(), e));
    }
    return findings;
  }

  /** Whoever is putting files can name none of them any more once the index is swapped. */
  List<String> repair() {
    if (bytes.keys.isEmpty() || !bytes.settled()) {
      return List.of();
    }
    Read<StagingDocument> read;
    try {
      read = read();
    } catch (DocumentException e) {
      return List.of(Keys.staging() + " is left alone, for it cannot be read");
    }
    List<String> litter = bytes.unnamed(CellExam.keys(files(read).values()));
    StagingDocument swept =
        new StagingDocument(files(read), fleet.newId(), fleet.author("cleaned up by the doctor"));
    if (litter.isEmpty()
        || fleet.documents().replace(Keys.staging(), swept, StagingDocument.class, read)
            instanceof WriteResult.Lost<StagingDocument>) {
      return List.of();
    }
    fleet.passed(KillPoint.REPAIR_CLAIMED);
    Sweep.delete(fleet, litter, KillPoint.REPAIR_SWEEPING);
    return List.of("staging: deleted " + litter.size() + " objects that nothing names");
  }

  private Read<StagingDocument> read() {
    return fleet.documents().read(Keys.staging(), StagingDocument.class);
  }

  private static SortedMap<RelativePath, TreeEntry> files(Read<StagingDocument> read) {
    return read.found().map(StagingDocument::files).orElseGet(TreeMap::new);
  }
}
