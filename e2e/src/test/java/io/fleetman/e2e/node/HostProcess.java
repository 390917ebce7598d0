package io.fleetman.e2e.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a program of this machine to its end. */
public final class HostProcess {

  /** For a program that reads nothing. */
  public static final Path NO_INPUT = Path.of("/dev/null");

  private HostProcess() {}

  /**
   * Output goes through files: a service that a test puts into the background holds its streams
   * open, and whoever reads a pipe to its end would wait for that service.
   */
  public static RunResult run(Duration limit, Path input, List<String> command) {
    try {
      Path out = Files.createTempFile("node", ".out");
      Path err = Files.createTempFile("node", ".err");
      try {
        Process process =
            new ProcessBuilder(command)
                .redirectInput(input.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        await(process, limit, command);
        return new RunResult(process.exitValue(), Files.readString(out), Files.readString(err));
      } finally {
        Files.deleteIfExists(out);
        Files.deleteIfExists(err);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void await(Process process, Duration limit, List<String> command) {
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException("no end after " + limit + ": " + command);
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted in: " + command, e);
    }
  }
}
