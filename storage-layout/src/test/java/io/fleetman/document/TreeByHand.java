package io.fleetman.document;

import io.fleetman.codec.Sha256;
import java.util.Map;

/** Entries of a tree as people write them. */
public final class TreeByHand {
  private TreeByHand() {}

  /** A file whose bytes are under a key. */
  public static Map<String, Object> file(String type, String mode, String key, byte[] bytes) {
    return Map.of(
        "type", type,
        "mode", mode,
        "key", key,
        "size", bytes.length,
        "sha256", Sha256.of(bytes));
  }
}
