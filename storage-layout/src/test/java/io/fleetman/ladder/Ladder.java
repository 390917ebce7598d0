package io.fleetman.ladder;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import org.opentest4j.TestAbortedException;

/** Notes the tests that ran on a rung, and skips or fails those whose rung is missing. */
public final class Ladder {
  private static final Path NOTES = Path.of(System.getProperty("basedir", "."), "target/rungs");

  private Ladder() {}

  /** Notes that one test ran on this rung. */
  public static void ran(String rung) {
    try {
      Files.createDirectories(NOTES);
      Files.writeString(
          NOTES.resolve(rung + ".txt"),
          rung + " 1\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends a test whose rung is not here: skipped loudly, or failed where the rung is required. */
  public static RuntimeException missing(String rung, String why) {
    String said = "rung " + rung + ": MISSING (" + why + ")";
    System.out.println(said);
    return isRequired(rung) ? new IllegalStateException(said) : new TestAbortedException(said);
  }

  private static boolean isRequired(String rung) {
    String required = Optional.ofNullable(System.getenv("FLEETMAN_REQUIRE_RUNGS")).orElse("");
    return Arrays.asList(required.split(",", -1)).contains(rung);
  }
}
