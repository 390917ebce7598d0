package io.fleetman.controller.manifest;

import java.util.List;

/** What a definition's types cannot say: pure checks, each problem one sentence. */
public final class SpecCheck {
  private SpecCheck() {}

  /** The problems, in the order of the fields; empty if it is fine. */
  public static List<String> problems(Definition definition) {
    throw new UnsupportedOperationException();
  }
}
