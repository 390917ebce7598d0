package io.fleetman.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program that runs until it is ended, and when it said what. */
final class Daemon implements AutoCloseable {
  private record Line(long nanos, String text) {}

  private final Process process;
  private final Path log;
  private final long began;
  private final List<Line> lines = new ArrayList<>();
  private volatile boolean ended;

  private Daemon(Process process, Path log, long began) {
    this.process = process;
    this.log = log;
    this.began = began;
  }

  static Daemon start(Path log, Map<String, String> environment, List<String> command)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Files.writeString(log, "");
    long began = System.nanoTime();
    Daemon daemon = new Daemon(builder.start(), log, began);
    Thread.ofPlatform().daemon().start(daemon::listen);
    return daemon;
  }

  long pid() {
    return process.pid();
  }

  /** When it was started, by {@link System#nanoTime}. */
  long began() {
    return began;
  }

  private void listen() {
    try (BufferedReader said =
        new BufferedReader(
            new java.io.InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = said.readLine(); line != null; line = said.readLine()) {
        Line heard = new Line(System.nanoTime(), line);
        Files.writeString(log, line + "\n", StandardOpenOption.APPEND);
        synchronized (lines) {
          lines.add(heard);
          lines.notifyAll();
        }
      }
    } catch (IOException e) {
      if (!ended) { // else its pipe was closed with it
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Waits until it says that, since {@code since}, and returns when it did. */
  long awaitSaid(String text, long since, Duration limit) throws IOException, InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    synchronized (lines) {
      while (true) {
        for (Line line : lines) {
          if (line.nanos() >= since && line.text().contains(text)) {
            return line.nanos();
          }
        }
        long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        if (left <= 0 || !process.isAlive()) {
          throw new IOException(
              "it did not say '" + text + "'; what it said is in " + log + ":\n" + tail());
        }
        lines.wait(Math.min(left, 1000));
      }
    }
  }

  private String tail() {
    return String.join(
        "\n",
        lines.subList(Math.max(0, lines.size() - 15), lines.size()).stream()
            .map(Line::text)
            .toList());
  }

  @Override
  public void close() {
    ended = true;
    process.destroy();
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        process.waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
