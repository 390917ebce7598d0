package io.fleetman.e2e.publish;

import io.fleetman.e2e.fleet.Fleet;
import io.fleetman.e2e.node.RunResult;
import io.fleetman.killpoint.KillPoint;
import io.fleetman.killpoint.KillPoints;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A {@code fleetman} command, as a process, that is held at a step. */
final class Held {
  private static final Duration LIMIT = Duration.ofMinutes(6);

  private final Process process;
  private final Path out;
  private final Path err;
  private final List<String> command;

  private Held(Process process, Path out, Path err, List<String> command) {
    this.process = process;
    this.out = out;
    this.err = err;
    this.command = command;
  }

  /** Starts it and waits until it is held, the so-manieth time that it comes to that step. */
  static Held at(KillPoint point, int times, Fleet fleet, Path folder, String... arguments) {
    List<String> command =
        fleet.command(Map.of(KillPoints.VARIABLE, point.word() + ":" + times), arguments);
    try {
      Path out = Files.createTempFile(folder, "held", ".out");
      Path err = Files.createTempFile(folder, "held", ".err");
      Process process =
          new ProcessBuilder(command)
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      Held held = new Held(process, out, err, command);
      held.awaitHeld(point);
      return held;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitHeld(KillPoint point) {
    String line = "held at " + point.word();
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!text(err).contains(line)) {
      if (!process.isAlive()) {
        throw new AssertionError("never came to " + point.word() + ": " + end());
      }
      if (System.nanoTime() > end) {
        process.destroyForcibly();
        throw new AssertionError("not at " + point.word() + " after " + LIMIT + ": " + command);
      }
      try {
        Thread.sleep(50);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }

  /** {@code kill -9}. */
  void kill() {
    process.destroyForcibly();
    var _ = end();
  }

  /** Lets it go on, and waits for its end. */
  RunResult release() {
    try (var stdin = process.getOutputStream()) {
      stdin.write('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return end();
  }

  private RunResult end() {
    try {
      if (!process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("no end after " + LIMIT + ": " + command);
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    return new RunResult(process.exitValue(), text(out), text(err));
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
