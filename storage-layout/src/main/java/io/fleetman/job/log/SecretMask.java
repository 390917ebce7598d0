package io.fleetman.job.log;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Replaces secret values in one stream of output by {@code ***}, wherever reads cut them: what may
 * be the beginning of one is held back until the next bytes tell. Not for several threads at once.
 */
public final class SecretMask {
  private static final byte[] STARS = "***".getBytes(StandardCharsets.UTF_8);

  private final List<byte[]> secrets;
  private byte[] held = new byte[0];

  /** For these values; the longest that fits is masked. */
  public SecretMask(List<String> secrets) {
    this.secrets =
        secrets.stream()
            .filter(s -> !s.isEmpty())
            .map(s -> s.getBytes(StandardCharsets.UTF_8))
            .sorted(Comparator.comparingInt((byte[] s) -> s.length).reversed())
            .toList();
  }

  /** The text with every secret value replaced. */
  public static String mask(String text, List<String> secrets) {
    SecretMask mask = new SecretMask(secrets);
    byte[] begun = mask.next(text.getBytes(StandardCharsets.UTF_8));
    return new String(begun, StandardCharsets.UTF_8)
        + new String(mask.end(), StandardCharsets.UTF_8);
  }

  /** What can be shown after these bytes were read; may be empty. */
  public byte[] next(byte[] read) {
    if (secrets.isEmpty()) {
      return read;
    }
    byte[] bytes = new byte[held.length + read.length];
    System.arraycopy(held, 0, bytes, 0, held.length);
    System.arraycopy(read, 0, bytes, held.length, read.length);
    return masked(bytes, false);
  }

  /** How many bytes are held back, as they may be the beginning of a secret. */
  public int held() {
    return held.length;
  }

  /** What was held back, at the end of the stream. */
  public byte[] end() {
    return masked(held, true);
  }

  private byte[] masked(byte[] bytes, boolean last) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length);
    int at = 0;
    while (at < bytes.length) {
      if (!last && mayBegin(bytes, at)) {
        break;
      }
      int length = secretAt(bytes, at);
      if (length > 0) {
        out.writeBytes(STARS);
        at += length;
      } else {
        out.write(bytes[at++]);
      }
    }
    held = Arrays.copyOfRange(bytes, at, bytes.length);
    return out.toByteArray();
  }

  // Whether what is there to the end is the beginning of a longer secret.
  private boolean mayBegin(byte[] bytes, int at) {
    int left = bytes.length - at;
    return secrets.stream().anyMatch(s -> s.length > left && matches(s, bytes, at, left));
  }

  private int secretAt(byte[] bytes, int at) {
    return secrets.stream()
        .filter(s -> s.length <= bytes.length - at && matches(s, bytes, at, s.length))
        .mapToInt(s -> s.length)
        .findFirst()
        .orElse(0);
  }

  private static boolean matches(byte[] secret, byte[] bytes, int at, int length) {
    for (int i = 0; i < length; i++) {
      if (secret[i] != bytes[at + i]) {
        return false;
      }
    }
    return true;
  }
}
