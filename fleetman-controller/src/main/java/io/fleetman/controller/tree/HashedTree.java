package io.fleetman.controller.tree;

import io.fleetman.codec.Sha256;
import io.fleetman.controller.support.Parallel;
import io.fleetman.controller.support.Refusal;
import io.fleetman.document.FileType;
import io.fleetman.document.TreeEntry;
import io.fleetman.layout.RelativePath;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A tree whose files were read once: the index as it would be, without keys.
 *
 * @param tree the files
 * @param index an entry for each: type {@code text} or {@code binary} by its first bytes, mode by
 *     its execute bit
 */
public record HashedTree(FileTree tree, SortedMap<RelativePath, TreeEntry> index) {
  private static final int SNIFFED = 8 * 1024;

  /** Reads and hashes every file. */
  public static HashedTree of(FileTree tree) {
    List<LocalFile> files = List.copyOf(tree.files().values());
    List<TreeEntry> entries = Parallel.map(files, HashedTree::entry);
    SortedMap<RelativePath, TreeEntry> index = new TreeMap<>();
    for (int i = 0; i < files.size(); i++) {
      index.put(files.get(i).path(), entries.get(i));
    }
    return new HashedTree(tree, index);
  }

  /** The entry for one file, as it would be in the index. */
  public static TreeEntry entry(LocalFile file) {
    if (file.folder()) {
      return new TreeEntry(FileType.FOLDER, null, 0, null, null, null, "0755", false);
    }
    try (InputStream in = Files.newInputStream(file.file())) {
      byte[] first = in.readNBytes(SNIFFED);
      MessageDigest digest = Sha256.digest();
      digest.update(first);
      long size = first.length;
      byte[] buffer = new byte[64 * 1024];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
        size += n;
      }
      return new TreeEntry(
          Utf8.isText(first, size > first.length) ? FileType.TEXT : FileType.BINARY,
          null,
          size,
          Sha256.hex(digest.digest()),
          null,
          null,
          file.executable() ? "0755" : "0644",
          false);
    } catch (IOException e) {
      throw new Refusal.Invalid(file.file() + " cannot be read: " + e.getMessage());
    }
  }
}
