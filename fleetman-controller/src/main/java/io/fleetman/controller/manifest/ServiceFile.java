package io.fleetman.controller.manifest;

import java.nio.file.Path;

/** Reads {@code fleetman.yaml}. */
public final class ServiceFile {
  /** The file's name in a service's folder. */
  public static final String NAME = "fleetman.yaml";

  private ServiceFile() {}

  /**
   * Reads a folder's {@code fleetman.yaml}.
   *
   * @throws io.fleetman.controller.support.Refusal if there is none, or it fails {@link SpecCheck}
   * @throws io.fleetman.codec.DocumentException with file, line and key
   */
  public static Definition.Service read(Path folder) {
    throw new UnsupportedOperationException();
  }

  /** Reads its text; {@code where} names it in messages. Checked like {@link #read}. */
  public static Definition.Service parse(String where, String yaml) {
    throw new UnsupportedOperationException();
  }
}
