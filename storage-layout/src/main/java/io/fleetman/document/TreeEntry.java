package io.fleetman.document;

import org.jspecify.annotations.Nullable;

/**
 * One file of a tree.
 *
 * @param type what it is
 * @param key where its bytes are, relative to the fleet's prefix; null for a folder or a deletion
 * @param size in bytes; 0 for a folder
 * @param sha256 of its bytes, 64 lower-case hexadecimal digits; null for a folder or a deletion
 * @param owner user name; null: the service's user
 * @param group group name; null: the service's group
 * @param mode octal such as {@code "0644"}
 * @param deleted only in overrides: the deployment's file of this path is left out
 */
public record TreeEntry(
    FileType type,
    @Nullable String key,
    long size,
    @Nullable String sha256,
    @Nullable String owner,
    @Nullable String group,
    String mode,
    boolean deleted) {
  /** The mode is 0644, or 0755 for a folder, if left out; the type is {@code binary}. */
  public TreeEntry {
    type = Defaults.or(type, FileType.BINARY);
    mode = mode == null ? (type == FileType.FOLDER ? "0755" : "0644") : shared(mode);
  }

  // A tree of thousands of files has as many strings of these two.
  private static String shared(String mode) {
    return switch (mode) {
      case "0644" -> "0644";
      case "0755" -> "0755";
      default -> mode;
    };
  }

  /** The same file with its bytes under another key. */
  public TreeEntry at(String newKey) {
    return new TreeEntry(type, newKey, size, sha256, owner, group, mode, deleted);
  }

  /** The same file, wherever its bytes are: what two copies of it have in common. */
  public TreeEntry withoutKey() {
    return new TreeEntry(type, null, size, sha256, owner, group, mode, deleted);
  }
}
