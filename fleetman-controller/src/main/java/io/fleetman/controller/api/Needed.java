package io.fleetman.controller.api;

import io.fleetman.controller.web.ProblemException;
import org.jspecify.annotations.Nullable;

/** Fields of a body that must be there. */
final class Needed {
  private Needed() {}

  static <T> T of(String field, @Nullable T value) {
    if (value == null) {
      throw ProblemException.invalid(field, "it is missing");
    }
    return value;
  }
}
