package io.fleetman.controller.cli;

import io.fleetman.controller.fleet.FleetReader;
import io.fleetman.controller.job.Targets;
import io.fleetman.controller.support.OpenFleet;
import io.fleetman.layout.NodeId;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The options that say on which nodes a job runs. */
final class TargetOptions {
  @Option(
      names = {"-n", "--node"},
      paramLabel = "NODE",
      split = ",",
      converter = Converters.ToNode.class,
      order = 1,
      description = "On this node; may be given several times. Named nodes may be silent.")
  private List<NodeId> nodes = new ArrayList<>();

  @Option(
      names = {"-l", "--label"},
      paramLabel = "SELECTOR",
      order = 2,
      description =
          "On nodes that this selects, such as region=eu,gpu,disk!=hdd or cell=web; may be given"
              + " several times.")
  private List<String> selectors = new ArrayList<>();

  @Option(names = "--all", order = 3, description = "On every node.")
  private boolean all;

  @Option(
      names = "--include-dead",
      order = 4,
      description = "Also on nodes that were not heard of for long.")
  private boolean silent;

  /** Whether anything was said. */
  boolean isEmpty() {
    return nodes.isEmpty() && selectors.isEmpty() && !all;
  }

  /** What is meant. */
  Targets.Preview preview(OpenFleet fleet) {
    return new Targets(nodes, selectors, all, silent).preview(new FleetReader(fleet).read());
  }
}
