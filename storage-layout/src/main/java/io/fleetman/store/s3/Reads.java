package io.fleetman.store.s3;

import io.fleetman.store.ETag;
import io.fleetman.store.GetResult;
import io.fleetman.store.ObjectBody;
import org.jspecify.annotations.Nullable;

/** How objects are read; by its one GET each. Both ways pass the same tests. */
interface Reads extends AutoCloseable {
  /** One attempt to read a document, unless it is still as {@code known}. */
  GetResult read(Operation operation, String fullKey, @Nullable ETag known);

  /** One attempt to open an object, or a part of it. */
  ObjectBody open(Operation operation, String fullKey, @Nullable Range range);

  @Override
  void close();

  /**
   * A part of an object.
   *
   * @param offset of its first byte
   * @param length its bytes, at least 1
   */
  record Range(long offset, long length) {
    /** As a request says it. */
    String header() {
      return "bytes=" + offset + "-" + (offset + length - 1);
    }
  }
}
