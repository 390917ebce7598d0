package io.fleetman.controller.deploy;

import io.fleetman.controller.publish.Outcome;
import io.fleetman.controller.support.OpenFleet;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A folder with a {@code fleetman.yaml} becomes a running service. */
public final class DeployService {
  private final OpenFleet fleet;
  private final Function<Path, Optional<String>> gitDescribe;

  /**
   * In this fleet.
   *
   * @param gitDescribe what {@code git describe --tags --always --dirty} says of a folder; empty if
   *     it is no repository
   */
  public DeployService(OpenFleet fleet, Function<Path, Optional<String>> gitDescribe) {
    this.fleet = fleet;
    this.gitDescribe = gitDescribe;
  }

  /**
   * Looks at folder and fleet; writes nothing.
   *
   * @throws io.fleetman.controller.support.Refusal with everything that would fail later
   */
  public DeployPlan prepare(Path folder, DeployOptions options) {
    throw new UnsupportedOperationException(fleet.by() + gitDescribe);
  }

  /**
   * Does what the plan says: manifest, cells, upload, seal, publish. Done again after a failure it
   * goes on where it was.
   *
   * @return an outcome for each cell, to be followed
   */
  public List<Outcome> execute(DeployPlan plan, DeployOptions options, DeployListener listener) {
    throw new UnsupportedOperationException();
  }
}
