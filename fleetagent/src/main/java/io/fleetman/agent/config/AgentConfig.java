package io.fleetman.agent.config;

import io.fleetman.document.ByteSize;
import io.fleetman.document.Limits;
import io.fleetman.layout.NodeId;
import io.fleetman.store.StorageSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The agent's settings, complete and checked.
 *
 * @param node this machine's name in the fleet
 * @param labels of the node; in its report, and as template tokens {@code labels.<name>}
 * @param storage where the fleet's bucket is
 * @param pollInterval between two looks at the doorbell
 * @param scanInterval between two full scans, so that a trigger edited by hand is noticed
 * @param heartbeatInterval between two heartbeats
 * @param hostInterval between two looks at the host's units; every fifth hashes all files
 * @param jitter by which fraction each of these intervals is made longer or shorter, at random
 * @param stateFolder where the journal is
 * @param systemd the profile {@code systemd}
 * @param supervisor the profile {@code supervisor}
 * @param deployFolder where cells of the profile {@code deploy} are installed
 * @param keepReleases how many releases of a cell stay on the node beside the active one and the
 *     last that was healthy
 * @param diskReserve what deployments and jobs must leave free on the disk
 * @param logLines how many last lines of a log are reported
 * @param fetch how much is fetched at the same time
 * @param jobs what jobs may do here
 * @param singleWriter the operator's word that nobody else writes at the same time, so that a store
 *     which does not keep conditions may be used
 */
public record AgentConfig(
    NodeId node,
    Map<String, String> labels,
    StorageSettings storage,
    Duration pollInterval,
    Duration scanInterval,
    Duration heartbeatInterval,
    Duration hostInterval,
    double jitter,
    Path stateFolder,
    Systemd systemd,
    Supervisor supervisor,
    Path deployFolder,
    int keepReleases,
    ByteSize diskReserve,
    int logLines,
    Fetch fetch,
    Jobs jobs,
    boolean singleWriter) {

  /** Which systemd the agent talks to. */
  public enum Scope {
    /** The machine's, as root; a user's own otherwise. */
    AUTO,
    /** The machine's. */
    SYSTEM,
    /** That of the user the agent runs as. */
    USER
  }

  /**
   * The profile {@code systemd}.
   *
   * @param scope whose systemd
   * @param serviceFolder where releases are installed
   * @param unitFolder where unit files go
   * @param systemctl null: looked for on the PATH
   */
  public record Systemd(
      Scope scope, Path serviceFolder, Path unitFolder, @Nullable Path systemctl) {}

  /**
   * The profile {@code supervisor}.
   *
   * @param confDFolder where supervisord looks for programs
   * @param serviceFolder where releases are installed
   * @param supervisorctl null: looked for on the PATH
   * @param config supervisord's configuration file; null: where supervisorctl looks by itself
   */
  public record Supervisor(
      Path confDFolder, Path serviceFolder, @Nullable Path supervisorctl, @Nullable Path config) {}

  /**
   * How much is fetched at the same time.
   *
   * @param deployments cells
   * @param files of all of them together, or parts of large ones
   */
  public record Fetch(int deployments, int files) {}

  /**
   * What jobs may do on this node.
   *
   * @param enabled false: every job is rejected
   * @param folder where each attempt has its folder
   * @param handlerFolder where handlers are that jobs name without a folder
   * @param stepTypes that may be used; empty: all
   * @param users whom steps may run as; empty: all
   * @param commands beginnings of commands that may be run, word by word; empty: all
   * @param atOnce how many jobs that ask for it run beside each other
   * @param pollInterval between two looks at the doorbell while a job runs
   * @param maxTimeout no attempt runs longer
   * @param outputLimit no attempt keeps more output
   * @param limits of each step's processes
   * @param keep how many attempts' folders stay on the node
   * @param keepFor for how long they stay
   */
  public record Jobs(
      boolean enabled,
      Path folder,
      Path handlerFolder,
      List<String> stepTypes,
      List<String> users,
      List<List<String>> commands,
      int atOnce,
      Duration pollInterval,
      Duration maxTimeout,
      ByteSize outputLimit,
      Limits limits,
      int keep,
      Duration keepFor) {}
}
