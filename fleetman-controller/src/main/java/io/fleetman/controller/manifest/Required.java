package io.fleetman.controller.manifest;

import io.fleetman.codec.DocumentException;
import org.jspecify.annotations.Nullable;

/**
 * Keys that must be there. They are missed after a document was read, not while it is, so that a
 * mistyped one is named as what it is.
 */
final class Required {
  private Required() {}

  static <T> T of(String where, String key, @Nullable T value, String fix) {
    if (value == null) {
      throw new DocumentException(where + ": " + key + " is missing: " + fix);
    }
    return value;
  }
}
