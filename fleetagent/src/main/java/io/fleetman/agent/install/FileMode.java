package io.fleetman.agent.install;

import io.fleetman.layout.RelativePath;

/** Permission bits as documents write them. */
public final class FileMode {
  private FileMode() {}

  /**
   * Reads {@code "0644"}.
   *
   * @throws NodeLacks if it is not octal
   */
  static int parse(RelativePath path, String mode) throws NodeLacks {
    if (!mode.matches("[0-7]{3,4}")) {
      throw new NodeLacks(
          "'" + path + "' has mode '" + mode + "': write three or four octal digits, such as 0644");
    }
    return Integer.parseInt(mode, 8);
  }

  /** Writes {@code 0644}. */
  public static String format(int mode) {
    return "%04o".formatted(mode);
  }
}
