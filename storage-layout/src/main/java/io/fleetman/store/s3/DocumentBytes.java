package io.fleetman.store.s3;

import io.fleetman.store.StoreException;
import java.io.IOException;
import java.io.InputStream;

/** Reads a document into memory, if there is room for it. */
final class DocumentBytes {
  private DocumentBytes() {}

  /**
   * All of them. What says how large it is, is read into just that: a stream that grows needs twice
   * the room.
   *
   * @param announced how many there should be; negative if nobody said
   * @throws StoreException if there are more than there is room for, or fewer than announced
   */
  static byte[] read(Operation operation, long announced, InputStream body, Failures failures)
      throws IOException {
    int most = Limits.document(Runtime.getRuntime().maxMemory());
    if (announced > most) {
      throw tooLarge(operation, most, failures);
    }
    if (announced < 0) {
      byte[] bytes = body.readNBytes(most + 1);
      if (bytes.length > most) {
        throw tooLarge(operation, most, failures);
      }
      return bytes;
    }
    byte[] bytes = new byte[(int) announced];
    int length = body.readNBytes(bytes, 0, bytes.length);
    if (length != announced) {
      throw new StoreException.Unavailable(
          failures.say(operation, "the body ended after " + length + " of " + announced + " bytes"),
          false,
          null);
    }
    return bytes;
  }

  private static StoreException tooLarge(Operation operation, int most, Failures failures) {
    return new StoreException.Rejected(
        failures.say(
            operation,
            "it is larger than "
                + most
                + " bytes, the most that this program's memory has room for: make it smaller, or"
                + " start the program with more (-Xmx)"),
        null);
  }
}
