package io.fleetman.unit;

import io.fleetman.layout.CellId;

/**
 * The first line of each unit and program that an agent installs. A file without it is somebody
 * else's, and is neither taken for a cell nor overwritten.
 */
public final class Marker {
  private static final String START = "# Fleetman cell ";
  private static final String SUPERVISOR_START = "; Fleetman cell ";
  private static final String REST =
      ": written by fleetagent, which reports changes made here and overwrites them.\n";

  private Marker() {}

  /** For a systemd unit. */
  public static String systemd(CellId cell) {
    return START + cell + REST;
  }

  /** For a supervisord program. */
  public static String supervisor(CellId cell) {
    return SUPERVISOR_START + cell + REST;
  }

  /** Whether the agent wrote this text for some cell. */
  public static boolean isOurs(String text) {
    return text.startsWith(START) || text.startsWith(SUPERVISOR_START);
  }
}
