package io.fleetman.controller.tree;

import io.fleetman.document.TreeEntry;
import io.fleetman.store.ObjectBody;
import io.fleetman.store.ObjectReader;
import io.fleetman.store.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What can be shown of a file of a tree. */
public sealed interface FileText {
  /** Larger files are not read into memory to be shown. */
  int MOST = 512 * 1024;

  /** Text, as it is. */
  record Text(String text) implements FileText {}

  /** Not text. */
  record Binary(long size) implements FileText {}

  /** Longer than {@value #MOST} bytes. */
  record Large(long size) implements FileText {}

  /** Its bytes are not there, or it never had any: a folder, a file that is left out. */
  record Absent() implements FileText {}

  /**
   * Reads it.
   *
   * @param entry null: there is no such file
   * @throws StoreException if the store failed
   */
  static FileText read(ObjectReader store, @Nullable TreeEntry entry) {
    String key = entry == null ? null : entry.key();
    if (entry == null || key == null) {
      return new Absent();
    }
    if (entry.size() > MOST) {
      return new Large(entry.size());
    }
    try {
      ObjectBody body = store.open(key);
      try (InputStream in = body.stream()) {
        byte[] bytes = in.readNBytes(MOST + 1);
        return Utf8.isText(bytes, false)
            ? new Text(new String(bytes, StandardCharsets.UTF_8))
            : new Binary(bytes.length);
      }
    } catch (StoreException.NotFound e) {
      return new Absent();
    } catch (IOException e) {
      throw new UncheckedIOException(key + " cannot be read", e);
    }
  }
}
