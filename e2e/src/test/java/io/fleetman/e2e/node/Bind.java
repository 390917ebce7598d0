package io.fleetman.e2e.node;

import java.nio.file.Path;

/** A file or folder of this machine that a node sees at a path of its own. */
public record Bind(Path host, String guest, boolean readOnly) {

  public static Bind readOnly(Path host, String guest) {
    return new Bind(host, guest, true);
  }

  public static Bind writable(Path host, String guest) {
    return new Bind(host, guest, false);
  }
}
