package io.fleetman.job;

import java.util.Objects;

/**
 * Bytes in the bucket that a step uses.
 *
 * @param key under the fleet's prefix
 * @param sha256 of the bytes, 64 hexadecimal digits; anything else fails the step
 */
public record BucketFile(String key, String sha256) {
  /**
   * @throws IllegalArgumentException if the hash is none
   */
  public BucketFile {
    Objects.requireNonNull(key, "key is missing");
    if (sha256 == null || !sha256.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException("sha256 must be 64 hexadecimal digits in lower case");
    }
  }
}
