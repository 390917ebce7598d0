package io.fleetman.e2e.walk;

import io.fleetman.store.FanOut;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Many walks. {@code -Dwalk.seed} replays one, with its trace; {@code -Dwalk.seeds} and {@code
 * -Dwalk.steps} say how many and how long, {@code -Dwalk.first} where to begin.
 */
final class Walks {
  private static final int SHOWN = Integer.getInteger("walk.shown", 150);
  private static final int ENOUGH = Integer.getInteger("walk.enough", 10);

  private final Path folder;
  private final Trees trees;

  Walks(Path folder) {
    // Loggers are made once; a walk's agents are told of faults thousands of times.
    System.setProperty("org.slf4j.simpleLogger.log.io.fleetman.agent", "off");
    Path memory = Path.of("/dev/shm");
    this.folder =
        Files.isWritable(memory)
            ? memory.resolve("fleetman-walk-" + ProcessHandle.current().pid())
            : folder;
    this.trees = new Trees(this.folder.resolve("trees"));
  }

  void run() throws IOException {
    boolean exhaustive = Boolean.getBoolean("fleetman.exhaustive");
    int steps = Integer.getInteger("walk.steps", 200);
    long first = Long.getLong("walk.first", 1);
    long seeds = Long.getLong("walk.seeds", exhaustive ? 2000 : 200);
    Long one = Long.getLong("walk.seed");
    long begun = System.nanoTime();
    try {
      if (one != null) {
        replay(one, steps);
      } else {
        List<Long> failed = Collections.synchronizedList(new ArrayList<>());
        FanOut.forEach(
            LongStream.range(first, first + seeds).boxed().toList(),
            Runtime.getRuntime().availableProcessors(),
            seed -> {
              String failure = failed.size() < ENOUGH ? failure(seed, steps, false) : null;
              if (failure != null) {
                failed.add(seed);
                System.out.println(failure.lines().filter(l -> l.startsWith("seed ")).toList());
              }
            });
        if (!failed.isEmpty()) {
          replay(failed.getFirst(), steps);
          throw new AssertionError(
              "seeds "
                  + failed
                  + " failed, and the first did not when it was replayed: a walk that"
                  + " is not deterministic");
        }
      }
    } finally {
      delete(folder);
    }
    System.out.printf(
        "walks: %d seeds x %d steps in %d s%n",
        one != null ? 1 : seeds, steps, (System.nanoTime() - begun) / 1_000_000_000);
  }

  private void replay(long seed, int steps) {
    @Nullable String failure = failure(seed, steps, true);
    if (failure != null) {
      throw new AssertionError(failure);
    }
  }

  /** What went wrong, in words; null if nothing. */
  private @Nullable String failure(long seed, int steps, boolean traced) {
    AtomicReference<@Nullable String> failure = new AtomicReference<>();
    Path own = folder.resolve("seed-" + seed);
    try {
      AtomicReference<@Nullable Throwable> uncaught = new AtomicReference<>();
      Thread thread =
          Thread.ofVirtual().unstarted(() -> failure.set(walk(seed, steps, own, traced)));
      thread.setUncaughtExceptionHandler((_, e) -> uncaught.set(e));
      thread.start();
      thread.join();
      if (uncaught.get() != null) {
        throw new IllegalStateException("seed " + seed + " cannot begin", uncaught.get());
      }
      return failure.get();
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts a walk", e);
    } finally {
      delete(own);
    }
  }

  private @Nullable String walk(long seed, int steps, Path own, boolean traced) {
    List<String> trace = new ArrayList<>();
    Walk walk = new Walk(seed, own, trees, traced ? trace : null);
    try {
      walk.run(steps);
      return null;
    } catch (RuntimeException | Error e) {
      String last =
          String.join("\n", trace.subList(Math.max(0, trace.size() - SHOWN), trace.size()));
      StringBuilder where = new StringBuilder();
      for (StackTraceElement at : e.getStackTrace()) {
        where.append("\n    at ").append(at);
      }
      return last
          + "\nseed "
          + seed
          + ", step "
          + walk.step()
          + ": "
          + e
          + where
          + "\nto replay: ./mvnw -pl e2e -am test -Dwalk.seed="
          + seed;
    }
  }

  private static void delete(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
