package io.fleetman.agent.job;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Replaces secrets in a stream, also those that come in two pieces. */
final class StreamMask {
  private static final byte[] MASK = "***".getBytes(StandardCharsets.US_ASCII);

  private final List<byte[]> secrets;
  private byte[] held = new byte[0];

  /** These are masked; of two that begin alike the longer one is. */
  StreamMask(List<String> secrets) {
    this.secrets =
        secrets.stream()
            .map(s -> s.getBytes(StandardCharsets.UTF_8))
            .filter(s -> s.length > 0)
            .sorted(Comparator.comparingInt((byte[] s) -> s.length).reversed())
            .toList();
  }

  /** Bytes that are held back, as they may be the beginning of a secret. */
  int held() {
    return held.length;
  }

  byte[] next(byte[] bytes, int length) {
    if (secrets.isEmpty()) {
      return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    }
    byte[] all = Arrays.copyOf(held, held.length + length);
    System.arraycopy(bytes, 0, all, held.length, length);
    return masked(all, false);
  }

  byte[] rest() {
    return masked(held, true);
  }

  private byte[] masked(byte[] all, boolean last) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(all.length);
    int at = 0;
    while (at < all.length) {
      int from = at;
      int left = all.length - at;
      byte[] secret = null;
      boolean maybe = false;
      for (byte[] candidate : secrets) {
        int n = Math.min(left, candidate.length);
        if (Arrays.equals(all, from, from + n, candidate, 0, n)) {
          maybe |= n < candidate.length;
          secret = n == candidate.length && secret == null ? candidate : secret;
        }
      }
      if (maybe && !last) {
        break;
      }
      if (secret == null) {
        out.write(all[at++]);
      } else {
        out.writeBytes(MASK);
        at += secret.length;
      }
    }
    held = Arrays.copyOfRange(all, at, all.length);
    return out.toByteArray();
  }
}
