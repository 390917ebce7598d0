package io.fleetman.agent.install;

import io.fleetman.document.FileType;
import io.fleetman.document.TreeEntry;
import io.fleetman.layout.RelativePath;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a release, and where its bytes come from.
 *
 * @param path where it goes
 * @param entry what the commit mark says
 * @param owner whom it belongs to
 * @param mode its permission bits
 * @param source where its bytes are; null for a folder
 */
record Planned(
    RelativePath path, TreeEntry entry, Owners.Owner owner, int mode, @Nullable Source source) {

  /** Where bytes come from. */
  sealed interface Source {
    /** From the store, under this key. */
    record Store(String key) implements Source {}

    /** From a file on this node that should have the same bytes; it is hashed before it is used. */
    record Copy(FilePlan.Present.Have have) implements Source {}

    /** The same, and nobody but root may change that file: it may be the same file. */
    record Link(FilePlan.Present.Have have) implements Source {}
  }

  boolean folder() {
    return entry.type() == FileType.FOLDER;
  }

  boolean template() {
    return entry.type() == FileType.TEMPLATE;
  }

  /** The hash that the bytes must have. */
  String sha256() {
    if (entry.sha256() == null) {
      throw new IllegalStateException(path + " has no sha256");
    }
    return entry.sha256();
  }

  /** The key in the store. */
  String key() {
    if (entry.key() == null) {
      throw new IllegalStateException(path + " has no key");
    }
    return entry.key();
  }

  Planned from(Source other) {
    return new Planned(path, entry, owner, mode, other);
  }
}
