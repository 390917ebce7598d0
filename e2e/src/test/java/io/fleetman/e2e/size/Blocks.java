package io.fleetman.e2e.size;

import io.fleetman.codec.Sha256;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Random;

/** So many bytes that do not compress, made as they are read, and their hash. */
final class Blocks extends InputStream {
  private static final int SIZE = 1 << 20;

  private final long length;
  private final byte[] block = new byte[SIZE];
  private final MessageDigest digest = Sha256.digest();
  private long read;
  private String hash = "";

  Blocks(long length) {
    this.length = length;
    new Random(length).nextBytes(block);
  }

  long length() {
    return length;
  }

  /** Of all of them; empty until they were read. */
  String hash() {
    return hash;
  }

  @Override
  public int read() {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int most) {
    if (read == length) {
      return -1;
    }
    int at = (int) (read % SIZE);
    if (at == 0) {
      ByteBuffer.wrap(block).putLong(0, read); // no block is like another
    }
    int n = (int) Math.min(Math.min(most, SIZE - at), length - read);
    System.arraycopy(block, at, into, offset, n);
    digest.update(into, offset, n);
    read += n;
    if (read == length) {
      hash = Sha256.hex(digest.digest());
    }
    return n;
  }
}
