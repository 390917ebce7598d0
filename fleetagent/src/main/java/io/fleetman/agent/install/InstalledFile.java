package io.fleetman.agent.install;

import org.jspecify.annotations.Nullable;

/**
 * A file or folder of a release as it was installed, templates rendered.
 *
 * @param sha256 of its bytes on the node; null for a folder
 * @param size in bytes; 0 for a folder
 * @param uid its owner's number
 * @param gid its group's number
 * @param mode permission bits in octal, such as {@code "0644"}
 * @param template the sha256 of the template that it was rendered from, so that its bytes are not
 *     the store's; null if it is none
 */
public record InstalledFile(
    @Nullable String sha256, long size, int uid, int gid, String mode, @Nullable String template) {
  /** Shares the strings of the usual modes: there may be tens of thousands of these. */
  public InstalledFile {
    mode = mode.equals("0644") ? "0644" : mode.equals("0755") ? "0755" : mode;
  }

  /** Whether it is a template's result. */
  public boolean rendered() {
    return template != null;
  }

  /** Whether it is a folder. */
  public boolean folder() {
    return sha256 == null;
  }

  /** The permission bits as a number. */
  public int modeBits() {
    return Integer.parseInt(mode, 8);
  }
}
