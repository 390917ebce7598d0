package io.fleetman.document;

import io.fleetman.layout.NodeId;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;

/**
 * {@code nodes/<node>.json}: what the agent says about its node, written only when it changes.
 *
 * @param node whose
 * @param agentVersion the agent's
 * @param hostname the host's own name
 * @param os such as {@code Debian GNU/Linux 12 (bookworm)}
 * @param arch such as {@code amd64}
 * @param labels from the agent's configuration
 * @param profiles what can run here, with a note: {@code systemd: system}, {@code supervisor:
 *     4.2.5}
 * @param cells every cell on the node
 * @param problems what is wrong on the node beside its cells, a sentence each
 */
public record NodeReport(
    NodeId node,
    String agentVersion,
    String hostname,
    String os,
    String arch,
    SortedMap<String, String> labels,
    SortedMap<Profile, String> profiles,
    List<CellReport> cells,
    List<String> problems)
    implements Document {
  /**
   * What was left out is empty.
   *
   * @throws NullPointerException if it does not say whose it is
   */
  public NodeReport {
    Objects.requireNonNull(node, "node is missing");
    agentVersion = Defaults.or(agentVersion, "");
    hostname = Defaults.or(hostname, "");
    os = Defaults.or(os, "");
    arch = Defaults.or(arch, "");
    labels = Defaults.sorted(labels);
    profiles = Defaults.sorted(profiles);
    cells = Defaults.list(cells);
    problems = Defaults.list(problems);
  }

  @Override
  public String kind() {
    return "report";
  }
}
