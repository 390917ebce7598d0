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
 * @param rendered true if it is a template's result, so that its bytes are not the store's
 */
public record InstalledFile(
    @Nullable String sha256, long size, int uid, int gid, String mode, boolean rendered) {
  /** Whether it is a folder. */
  public boolean folder() {
    return sha256 == null;
  }

  /** The permission bits as a number. */
  public int modeBits() {
    return Integer.parseInt(mode, 8);
  }
}
