package io.fleetman.controller.deploy;

import io.fleetman.controller.cell.Mapped;
import io.fleetman.controller.manifest.Applied;
import io.fleetman.controller.manifest.Definition;
import io.fleetman.controller.publish.ChangePlan;
import io.fleetman.controller.tree.HashedTree;
import io.fleetman.layout.Version;
import java.util.List;

/**
 * What deploying a folder would do.
 *
 * @param service what {@code fleetman.yaml} says
 * @param text how it is written there
 * @param version the deployment's version
 * @param versionFrom where it comes from: {@code given}, {@code git} or {@code content}
 * @param digest sha256 over definition and files
 * @param tree the folder's files
 * @param sealed true if this version with this content is sealed already: nothing is uploaded
 * @param uploadFiles how many files are to be uploaded at most
 * @param uploadBytes how many bytes these have
 * @param manifest what becomes of the manifest
 * @param cells what becomes of each cell
 */
public record DeployPlan(
    Definition.Service service,
    String text,
    Version version,
    String versionFrom,
    String digest,
    HashedTree tree,
    boolean sealed,
    int uploadFiles,
    long uploadBytes,
    Applied manifest,
    List<CellPlan> cells) {
  /**
   * What becomes of one cell.
   *
   * @param mapping whether it is made or changed
   * @param changes what is published to it
   */
  public record CellPlan(Mapped mapping, ChangePlan changes) {}

  /** Whether everything is so already. */
  public boolean nothingToDo() {
    return sealed
        && manifest.change() == Applied.Change.UNCHANGED
        && cells.stream()
            .allMatch(
                c ->
                    c.mapping().change() == Mapped.Change.UNCHANGED
                        && c.changes().nothingToDo() != null);
  }
}
