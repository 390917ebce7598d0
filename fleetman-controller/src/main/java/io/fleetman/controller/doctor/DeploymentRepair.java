package io.fleetman.controller.doctor;

import io.fleetman.codec.DocumentException;
import io.fleetman.controller.doctor.Inventory.DeploymentId;
import io.fleetman.controller.support.OpenFleet;
import io.fleetman.document.DeploymentDocument;
import io.fleetman.document.DeploymentState;
import io.fleetman.layout.Keys;
import io.fleetman.store.Read;
import io.fleetman.store.WriteResult;
import java.util.List;
import java.util.Objects;

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
    if (!keys.document || !keys.bytes.settled()) {
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
    if (deployment == null) {
      return List.of();
    }
    List<String> litter = keys.bytes.unnamed(CellExam.keys(deployment.files().values()));
    if (litter.isEmpty() || !claim(key, deployment, read)) {
      return List.of();
    }
    fleet.objects().deleteAll(litter);
    return List.of(
        id.manifest()
            + " "
            + id.version()
            + ": deleted "
            + litter.size()
            + " objects that nothing names");
  }

  // A draft may be uploaded to just now; once it is swapped that upload can no longer name its
  // bytes.
  private boolean claim(String key, DeploymentDocument deployment, Read<DeploymentDocument> read) {
    if (deployment.state() != DeploymentState.DRAFT) {
      return true;
    }
    DeploymentDocument touched =
        new DeploymentDocument(
            deployment.manifest(),
            deployment.version(),
            deployment.state(),
            deployment.spec(),
            deployment.manifestRevision(),
            deployment.digest(),
            deployment.files(),
            fleet.author("cleaned up by the doctor"));
    return fleet.documents().replace(key, touched, DeploymentDocument.class, read)
        instanceof WriteResult.Written<DeploymentDocument>;
  }
}
