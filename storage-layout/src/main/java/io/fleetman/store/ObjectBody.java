package io.fleetman.store;

import java.io.InputStream;

/**
 * An object's bytes as they arrive. The caller closes the stream; reading throws {@link
 * StoreException} (never waits without a limit) when the store stalls or the body is cut.
 *
 * @param stream the bytes
 * @param length bytes the store announced
 * @param etag the object's state
 */
public record ObjectBody(InputStream stream, long length, ETag etag) implements AutoCloseable {
  @Override
  public void close() throws java.io.IOException {
    stream.close();
  }
}
