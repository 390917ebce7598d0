package io.fleetman.controller.doctor;

import io.fleetman.codec.DocumentException;
import io.fleetman.controller.doctor.Inventory.DeploymentId;
import io.fleetman.controller.support.OpenFleet;
import io.fleetman.controller.support.Sweep;
import io.fleetman.document.Author;
import io.fleetman.document.DeploymentDocument;
import io.fleetman.document.DeploymentState;
import io.fleetman.killpoint.KillPoint;
import io.fleetman.layout.Keys;
import io.fleetman.store.Read;
import io.fleetman.store.WriteResult;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Cleans up after uploads that died. */
final class DeploymentRepair {
  private final OpenFleet fleet;
  private final Inventory inventory;

  DeploymentRepair(OpenFleet fleet, Inventory inventory) {
    this.fleet = fleet;
    this.inventory = inventory;
  }

  List<String> repair(DeploymentId id) {
    Inventory.OfDeployment keys = Objects.requireNonNull(inventory.deployments().get(id));
    if (keys.bytes.keys.isEmpty() || !keys.bytes.settled()) {
      return List.of();
    }
    String key = Keys.deployment(id.manifest(), id.version());
    Read<DeploymentDocument> read;
    try {
      read = fleet.documents().read(key, DeploymentDocument.class);
    } catch (DocumentException e) {
      return List.of(key + " is left alone, for it cannot be read");
    }
    DeploymentDocument deployment = read.found().orElse(null);
    List<String> litter =
        keys.bytes.unnamed(
            deployment == null ? Set.of() : CellExam.keys(deployment.files().values()));
    if (litter.isEmpty() || !claim(id, deployment, read)) {
      return List.of();
    }
    fleet.passed(KillPoint.REPAIR_CLAIMED);
    Sweep.delete(fleet, litter, KillPoint.REPAIR_SWEEPING);
    return List.of(
        id.manifest()
            + " "
            + id.version()
            + ": deleted "
            + litter.size()
            + " objects that nothing names");
  }

  // A draft may be uploaded to just now, be about to be made, or come back from the recycle bin;
  // once it is swapped that upload can no longer name its bytes. What is sealed never changes
  // again.
  private boolean claim(
      DeploymentId id, @Nullable DeploymentDocument deployment, Read<DeploymentDocument> read) {
    if (deployment != null
        && (deployment.digest() != null || deployment.state() == DeploymentState.PURGED)) {
      return true;
    }
    Author author = fleet.author("cleaned up by the doctor");
    DeploymentDocument old =
        deployment == null
            ? DeploymentDocument.draft(id.manifest(), id.version(), new TreeMap<>(), author)
            : deployment;
    String key = Keys.deployment(id.manifest(), id.version());
    return fleet
            .documents()
            .replace(key, old.sweptBy(fleet.newId(), author), DeploymentDocument.class, read)
        instanceof WriteResult.Written<DeploymentDocument>;
  }
}
