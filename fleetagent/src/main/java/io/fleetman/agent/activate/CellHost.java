package io.fleetman.agent.activate;

import io.fleetman.document.Drift;
import io.fleetman.document.Profile;
import io.fleetman.layout.CellId;
import java.util.List;
import java.util.SortedMap;

/**
 * Everything that the agent can do to its node for one cell. Calls block, each is bounded in time;
 * calls for different cells may run side by side, those for one cell may not. An interrupt leaves
 * the node with the old or the new release whole: between stopping the old one and starting the new
 * one it takes effect afterwards.
 */
public interface CellHost {
  /** What is on the host; cheap, nothing is hashed. */
  HostCell observe(CellId cell) throws InterruptedException;

  /** Cells found on the host: by their folders, units and supervisor programs. Sorted. */
  List<CellId> scan();

  /** What can run here, with a note such as {@code system} or {@code 4.2.5}. */
  SortedMap<Profile, String> profiles() throws InterruptedException;

  /**
   * Fetches what is missing, verifies, installs, activates, judges health, rolls back on failure.
   */
  Outcome deploy(DeployOrder order, Steps steps) throws InterruptedException;

  /** Stops and starts the current release, and judges its health; never rolls back. */
  Outcome restart(CellId cell, Steps steps) throws InterruptedException;

  /** Starts the current release, now and with the machine, and judges its health. */
  Outcome start(CellId cell, Steps steps) throws InterruptedException;

  /** Stops the current release, now and with the machine. */
  Outcome stop(CellId cell, Steps steps) throws InterruptedException;

  /** Stops it and takes unit and releases away; its data folders stay. */
  Outcome remove(CellId cell, Steps steps) throws InterruptedException;

  /** Everything that is not as the agent left it; reads and hashes every file. */
  List<Drift> drift(CellId cell) throws InterruptedException;

  /** The last lines of its log files, else of its journal; empty if there are none. */
  List<String> logTail(CellId cell) throws InterruptedException;
}
