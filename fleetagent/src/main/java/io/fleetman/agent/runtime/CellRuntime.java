package io.fleetman.agent.runtime;

import io.fleetman.agent.install.InstallException;
import io.fleetman.agent.install.NodeLacks;
import io.fleetman.document.Limits;
import io.fleetman.layout.CellId;
import io.fleetman.unit.Service;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/** How cells of one profile run. All calls are bounded in time. */
public sealed interface CellRuntime permits Systemd, Supervisor, FilesOnly {
  /**
   * The text that makes a service run; null for files only.
   *
   * @throws NodeLacks if the service cannot be run that way
   */
  @Nullable String text(Service service) throws NodeLacks;

  /** The text that makes a service run, from one of the service's own files. */
  String ownText(CellId cell, String text) throws NodeLacks;

  /**
   * Refuses what cannot be enforced here.
   *
   * @throws NodeLacks naming it
   */
  void checkLimits(Limits limits) throws NodeLacks;

  /**
   * Asks the host whether the text is right, before anything is stopped.
   *
   * @param current the link that the text names, which does not point to the release yet
   * @param release the folder that it will point to
   * @throws NodeLacks with the host's own words if it is not, or the name is somebody else's
   */
  void verify(CellId cell, String text, Path current, Path release)
      throws NodeLacks, InterruptedException;

  /** Installs the text and makes the host read it; starts nothing. */
  void install(CellId cell, String text) throws InstallException, InterruptedException;

  /** Starts it, now and with the machine. */
  void start(CellId cell) throws InstallException, InterruptedException;

  /** Stops it, now and with the machine; no error if there is nothing to stop. */
  void stop(CellId cell) throws InstallException, InterruptedException;

  /** Stops it for a moment: it still starts with the machine. */
  void pause(CellId cell) throws InstallException, InterruptedException;

  /** Takes it off the host; no error if it is not there. */
  void remove(CellId cell) throws InstallException, InterruptedException;

  /** What the host says about it. */
  UnitState state(CellId cell) throws InstallException, InterruptedException;

  /** The text as it is installed; null if it is not. */
  @Nullable String installed(CellId cell) throws InstallException;

  /** Whether the installed text is the one that was recorded. */
  default boolean same(String installed, String recorded) {
    return installed.equals(recorded);
  }

  /** Whatever changes the installed text from elsewhere, a sentence each. */
  List<String> foreignChanges(CellId cell) throws InterruptedException;

  /** The cells whose texts are installed. */
  SortedSet<CellId> scan();

  /**
   * The last lines that the service printed, if the host keeps them.
   *
   * @param since older ones are not wanted, where the host knows how old they are
   */
  List<String> output(CellId cell, Instant since, int lines) throws InterruptedException;
}
