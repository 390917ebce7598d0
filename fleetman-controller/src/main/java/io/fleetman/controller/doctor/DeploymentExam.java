package io.fleetman.controller.doctor;

import io.fleetman.codec.DocumentException;
import io.fleetman.controller.doctor.Finding.Severity;
import io.fleetman.controller.doctor.Inventory.DeploymentId;
import io.fleetman.controller.support.OpenFleet;
import io.fleetman.document.DeploymentDocument;
import io.fleetman.layout.Keys;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** What is wrong with one deployment. */
final class DeploymentExam {
  private final OpenFleet fleet;
  private final Inventory inventory;

  DeploymentExam(OpenFleet fleet, Inventory inventory) {
    this.fleet = fleet;
    this.inventory = inventory;
  }

  List<Finding> examine(DeploymentId id) {
    Inventory.OfDeployment keys = Objects.requireNonNull(inventory.deployments().get(id));
    String folder = Keys.deploymentFolder(id.manifest(), id.version());
    String name = id.manifest() + " " + id.version();
    if (!keys.document) {
      List<Finding> begun = new ArrayList<>();
      CellExam.litter(
          folder, "an upload of " + name + " was begun and not finished", keys.bytes, begun);
      return begun;
    }
    String key = Keys.deployment(id.manifest(), id.version());
    DeploymentDocument deployment;
    try {
      deployment = fleet.documents().read(key, DeploymentDocument.class).found().orElse(null);
    } catch (DocumentException e) {
      return List.of(CellExam.unreadable(key, e));
    }
    if (deployment == null) {
      return List.of();
    }
    List<Finding> findings = new ArrayList<>();
    Set<String> named = CellExam.keys(deployment.files().values());
    List<String> missing =
        new Lost(fleet)
            .keys(
                folder,
                keys.bytes.keys,
                named,
                key,
                DeploymentDocument.class,
                DeploymentDocument::files);
    if (!missing.isEmpty()) {
      findings.add(
          new Finding(
              Severity.ERROR,
              folder,
              name + " lacks " + missing.size() + " of its files, such as " + missing.getFirst(),
              "deploy the same content under another version",
              false));
    }
    List<String> unnamed = keys.bytes.unnamed(named);
    if (!unnamed.isEmpty()) {
      CellExam.litter(
          folder,
          name + " has " + unnamed.size() + " objects that nothing names",
          keys.bytes,
          findings);
    }
    return findings;
  }
}
