package io.fleetman.store;

import java.nio.file.Path;
import java.util.Collection;

/** Writing a store; see {@link ObjectReader} for keys, limits and failures. */
public interface ObjectWriter {
  /**
   * Puts a document, in one part. A conditional put is sent once: if its answer is lost, the
   * exception says {@link StoreException#mayHaveLanded}, and the caller reads back.
   */
  PutResult put(String key, byte[] body, Precondition precondition);

  /**
   * Puts a file of any size under a key that nobody else writes, in parts where it is large.
   * Retried; not conditional.
   *
   * @param progress told the number of bytes sent since it was last told
   */
  void putFile(String key, Path file, Progress progress);

  /**
   * Copies within the bucket, on the server's side, to a key that nobody else writes. Retried.
   *
   * @throws StoreException.NotFound if the source is missing
   */
  void copy(String source, String target);

  /** Deletes; a key that is not there is no error. */
  void delete(String key);

  /**
   * Deletes many, 1,000 a request.
   *
   * @throws StoreException if any could not be deleted; the others are gone
   */
  void deleteAll(Collection<String> keys);

  /** Hears how far a transfer is. */
  @FunctionalInterface
  interface Progress {
    /** Nobody listens. */
    Progress NONE = bytes -> {};

    /** So many bytes more were sent. */
    void sent(long bytes);
  }
}
