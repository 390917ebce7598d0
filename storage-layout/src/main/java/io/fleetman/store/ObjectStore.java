package io.fleetman.store;

/**
 * An S3-compatible store, seen from one fleet's prefix. What it must do is written down in the
 * contract suite, which runs against every implementation: conditional puts of small objects are
 * atomic, reads and listings show every answered write. Nothing else is relied on: no conditional
 * delete, copy or multipart upload.
 */
public interface ObjectStore extends ObjectReader, ObjectWriter, AutoCloseable {
  @Override
  void close();
}
