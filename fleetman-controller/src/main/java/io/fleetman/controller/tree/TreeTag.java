package io.fleetman.controller.tree;

import io.fleetman.codec.Sha256;
import io.fleetman.document.TreeEntry;
import io.fleetman.layout.RelativePath;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.SortedMap;

/**
 * What tells a file, or a folder with all that is below it, from any other state of it: for who
 * looked, and now wants it changed or taken away. Of one tree, path after path in their order.
 */
public final class TreeTag {
  private static final int DIGITS = 24;

  private final MessageDigest digest = Sha256.digest();
  private boolean any;

  /** One more path of it. */
  public void add(RelativePath path, TreeEntry entry) {
    any = true;
    String line = path + "\0" + entry.type() + "\0" + entry.sha256() + "\0" + entry.mode() + "\n";
    digest.update(line.getBytes(StandardCharsets.UTF_8));
  }

  /** The tag; empty if there is nothing. */
  public String text() {
    return any ? Sha256.hex(digest.digest()).substring(0, DIGITS) : "";
  }

  /** Of what stands at a path, and below it. */
  public static String at(SortedMap<RelativePath, TreeEntry> files, RelativePath path) {
    TreeTag tag = new TreeTag();
    files.forEach(
        (p, entry) -> {
          if (p.equals(path) || path.isParentOf(p)) {
            tag.add(p, entry);
          }
        });
    return tag.text();
  }
}
