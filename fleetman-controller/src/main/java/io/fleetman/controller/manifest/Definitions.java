package io.fleetman.controller.manifest;

import java.nio.file.Path;
import java.util.List;

/** Reads what {@code apply -f} is given. */
public final class Definitions {
  private Definitions() {}

  /**
   * A file, or every {@code *.yaml} and {@code *.yml} below a folder; several documents in a file
   * are parted by {@code ---}.
   *
   * @throws io.fleetman.controller.support.Refusal with every problem of every file
   */
  public static List<Definition> read(Path fileOrFolder) {
    throw new UnsupportedOperationException();
  }

  /** The documents of one text. */
  public static List<Definition> parse(String where, String yaml) {
    throw new UnsupportedOperationException();
  }
}
