package io.fleetman.agent.job;

import io.fleetman.agent.report.Duty;
import io.fleetman.agent.report.Problems;
import io.fleetman.document.Author;
import io.fleetman.layout.NodeId;
import io.fleetman.store.DocumentStore;
import java.util.Map;

/**
 * What the jobs of a node share.
 *
 * @param node this node
 * @param incarnation of this start of the agent
 * @param documents the store
 * @param host this machine
 * @param facts that conditions are held against
 * @param duty whether to act at all
 * @param problems where to say what is wrong
 */
record JobEnv(
    NodeId node,
    String incarnation,
    DocumentStore documents,
    JobHost host,
    Map<String, String> facts,
    Duty duty,
    Problems problems) {
  /** The agent as the author of what it writes at gates. */
  Author author(String reason) {
    return new Author("agent of " + node, host.clock().instant(), reason);
  }
}
