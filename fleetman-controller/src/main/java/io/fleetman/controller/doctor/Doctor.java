package io.fleetman.controller.doctor;

import io.fleetman.codec.DocumentException;
import io.fleetman.controller.doctor.Finding.Severity;
import io.fleetman.controller.support.Listing;
import io.fleetman.controller.support.OpenFleet;
import io.fleetman.controller.support.Parallel;
import io.fleetman.controller.support.Progress;
import io.fleetman.document.CellDocument;
import io.fleetman.killpoint.KillPoint;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.KeyParser;
import io.fleetman.layout.Keys;
import io.fleetman.layout.KnownKey;
import io.fleetman.layout.NodeId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/** Looks for what half-done work, hands and faults left behind. */
public final class Doctor {
  /** How long nothing must have been added to what counts as left behind, if nobody says. */
  public static final Duration QUIET = Duration.ofMinutes(10);

  private final OpenFleet fleet;
  private final Duration quiet;

  /** Of this fleet. */
  public Doctor(OpenFleet fleet) {
    this(fleet, QUIET);
  }

  /**
   * Of this fleet.
   *
   * @param quiet how long nothing must have been added, by the store's clock, to what counts as
   *     left behind. This spares work that is going on from being told to begin again; that nothing
   *     is broken does not depend on it, so none is safe, too.
   */
  public Doctor(OpenFleet fleet, Duration quiet) {
    this.fleet = fleet;
    this.quiet = quiet;
  }

  /** Everything that is not as it should be; writes nothing. */
  public List<Finding> examine() {
    Inventory inventory = Inventory.of(fleet.objects(), quiet);
    CellExam cells = new CellExam(fleet, inventory);
    DeploymentExam deployments = new DeploymentExam(fleet, inventory);
    List<Finding> findings = new ArrayList<>(nodes(inventory));
    Parallel.map(inventory.cells().keySet(), cells::examine).forEach(findings::addAll);
    Parallel.map(inventory.deployments().keySet(), deployments::examine).forEach(findings::addAll);
    findings.addAll(new StagingCare(fleet, inventory).examine());
    return List.copyOf(findings);
  }

  /**
   * Cleans up half-made snapshots (invariant 4) and bytes that no index names: lists, takes the
   * document that they belong to, and only then deletes what was listed.
   *
   * @return what was done, a sentence each
   */
  public List<String> repair() {
    return repair(Progress.NONE);
  }

  /** The same; {@code progress} hears of places: cells, deployments, staging. */
  public List<String> repair(Progress progress) {
    Inventory inventory = Inventory.of(fleet.objects(), quiet);
    fleet.passed(KillPoint.REPAIR_LISTED);
    CellRepair cells = new CellRepair(fleet, inventory);
    DeploymentRepair deployments = new DeploymentRepair(fleet, inventory);
    progress.expects(inventory.cells().size() + inventory.deployments().size() + 1L);
    List<String> done = new ArrayList<>();
    Parallel.map(inventory.cells().keySet(), c -> counted(progress, () -> cells.repair(c)))
        .forEach(done::addAll);
    Parallel.map(
            inventory.deployments().keySet(), d -> counted(progress, () -> deployments.repair(d)))
        .forEach(done::addAll);
    done.addAll(counted(progress, new StagingCare(fleet, inventory)::repair));
    return List.copyOf(done);
  }

  private static List<String> counted(Progress progress, Supplier<List<String>> place) {
    progress.proceed();
    List<String> done = place.get();
    progress.did(1);
    return done;
  }

  private List<Finding> nodes(Inventory inventory) {
    Set<NodeId> heard = new TreeSet<>();
    for (var entry : Listing.level(fleet.objects(), Keys.heartbeats()).objects()) {
      if (KeyParser.parse(entry.key()).orElse(null) instanceof KnownKey.Heartbeat(var node)) {
        heard.add(node);
      }
    }
    Set<NodeId> unheard = new TreeSet<>();
    for (CellRef cell : inventory.cells().keySet()) {
      if (!heard.contains(cell.node()) && isWanted(cell)) {
        unheard.add(cell.node());
      }
    }
    return unheard.stream()
        .map(
            node ->
                new Finding(
                    Severity.WARNING,
                    Keys.cells(node),
                    "node " + node + " has cells and has never been heard of",
                    "start its agent ('fleetman node add " + node + "'), or remove its cells",
                    false))
        .toList();
  }

  private boolean isWanted(CellRef cell) {
    try {
      return fleet
          .documents()
          .read(Keys.cell(cell), CellDocument.class)
          .found()
          .map(c -> !c.removed())
          .orElse(false);
    } catch (DocumentException e) {
      return true; // that it cannot be read is a finding of its own
    }
  }
}
