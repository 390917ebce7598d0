package io.fleetman.agent.job;

import io.fleetman.document.ByteSize;
import io.fleetman.document.Limits;
import io.fleetman.layout.NodeId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * What this node's configuration says about jobs.
 *
 * @param enabled false: every job is rejected
 * @param node whose agent this is; several may share a machine
 * @param folder where attempts have their folders, a folder for each node; others may pass through
 * @param handlers the folder of handlers that jobs call by {@code default}
 * @param stepTypes that may be used; empty: all
 * @param users whom steps may run as; empty: all
 * @param commands beginnings of commands that may be run, word by word; empty: all
 * @param atOnce how many jobs that ask for it may run beside each other
 * @param poll how often to look for a cancel while a job runs
 * @param longest no attempt runs longer, whatever its job says
 * @param outputLimit no attempt keeps more output, whatever its job says
 * @param limits of each attempt's processes; none is started where there is no systemd to enforce
 *     them
 * @param keep how many attempts' folders stay on the node
 * @param keepFor for how long they stay
 */
public record JobSettings(
    boolean enabled,
    NodeId node,
    Path folder,
    Path handlers,
    Set<String> stepTypes,
    Set<String> users,
    List<List<String>> commands,
    int atOnce,
    Duration poll,
    Duration longest,
    ByteSize outputLimit,
    Limits limits,
    int keep,
    Duration keepFor) {
  /** Copies are kept. */
  public JobSettings {
    stepTypes = Set.copyOf(stepTypes);
    users = Set.copyOf(users);
    commands = commands.stream().map(List::copyOf).toList();
  }

  /** Where this node's attempts have their folders. */
  Path attempts() {
    return folder.resolve(node.value());
  }

  /**
   * What the host calls one try of a step: the same after a restart of the agent, and another for
   * every agent of the machine.
   *
   * @param attempt the attempt's name
   * @param step its place, from 1
   * @param tries which try, from 1
   */
  String unit(String attempt, int step, int tries) {
    return "fleetman-job-%s-%s.%d.%d".formatted(node, attempt, step, tries);
  }
}
