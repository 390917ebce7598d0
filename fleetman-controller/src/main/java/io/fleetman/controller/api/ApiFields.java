package io.fleetman.controller.api;

import io.fleetman.codec.FieldException;
import org.jspecify.annotations.Nullable;

/** Fields of what programs send. */
final class ApiFields {
  private ApiFields() {}

  /**
   * Returns if the field is there.
   *
   * @throws FieldException if it is not
   */
  static void need(String field, @Nullable Object value) {
    if (value == null) {
      throw new FieldException(field, "it is missing: it is needed here", null);
    }
  }
}
