package io.fleetman.agent.attempt;

import io.fleetman.document.Limits;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A program to start.
 *
 * @param name of its unit; never used for anything else, so that it is started at most once
 * @param folder its own
 * @param script what {@code /bin/sh} runs, see {@link RunScript}
 * @param as whom it runs as; null: as the agent
 * @param limits what it may use; none unless its keeper enforces them
 * @param limit when the host ends it, agent or no agent
 * @param grace from TERM to KILL
 */
public record AttemptLaunch(
    String name,
    TryFolder folder,
    String script,
    @Nullable RunAs as,
    Limits limits,
    Duration limit,
    Duration grace) {

  /**
   * A user of the node, looked up.
   *
   * @param user its name
   * @param uid its number
   * @param gid its group's number
   * @param home its home folder
   */
  public record RunAs(String user, int uid, int gid, String home) {}
}
