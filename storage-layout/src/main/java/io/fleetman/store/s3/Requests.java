package io.fleetman.store.s3;

import io.fleetman.store.ETag;
import io.fleetman.store.GetResult;
import io.fleetman.store.ListPage;
import io.fleetman.store.ObjectBody;
import io.fleetman.store.Precondition;
import io.fleetman.store.PutResult;
import org.jspecify.annotations.Nullable;

/** What is done all day, in one request each. Both ways pass the same tests. */
interface Requests extends AutoCloseable {
  /** One attempt to read a document, unless it is still as {@code known}. */
  GetResult read(Operation operation, String fullKey, @Nullable ETag known);

  /** One attempt to open an object, or a part of it. */
  ObjectBody open(Operation operation, String fullKey, @Nullable Range range);

  /** One attempt to read a page of a listing; its keys and folders are full ones. */
  ListPage list(
      Operation operation,
      String fullPrefix,
      @Nullable String delimiter,
      @Nullable String continuation);

  /** One attempt to put a small object, which is not sent again by whatever is below. */
  PutResult put(Operation operation, String fullKey, byte[] body, Precondition precondition);

  @Override
  void close();

  /** By its name alone, for people who look into the bucket. */
  static String contentType(String key) {
    return key.endsWith(".json") ? "application/json" : "application/octet-stream";
  }

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
