package io.fleetman.controller.support;

import java.util.Objects;

/** This program's version. */
public final class ProgramVersion {
  private ProgramVersion() {}

  /** As the build wrote it into the packaged program; {@code unpackaged} outside of one. */
  public static String get() {
    return Objects.requireNonNullElse(
        ProgramVersion.class.getPackage().getImplementationVersion(), "unpackaged");
  }
}
