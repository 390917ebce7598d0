package io.fleetman.controller.support;

import io.fleetman.codec.Json;
import io.fleetman.codec.Sha256;

/** What tells one state of a document from any other: for who looked, and now wants to change. */
public final class Tag {
  private static final int DIGITS = 24;

  private Tag() {}

  /** Of a document: the same for the same content, on every controller. */
  public static String of(Object document) {
    return Sha256.of(Json.write(document)).substring(0, DIGITS);
  }
}
