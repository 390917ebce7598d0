package io.fleetman.e2e.walk;

import io.fleetman.layout.CellId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What stays when an agent is killed: disk, services, and a clock that is wrong. */
final class Machine {
  private final String name;
  private final Path state;
  private final SortedMap<CellId, Place> places = new TreeMap<>();
  private Duration clockError;
  private @Nullable String problem;

  Machine(String name, Path state, Duration clockError) {
    this.name = name;
    this.state = state;
    this.clockError = clockError;
  }

  Path state() {
    return state;
  }

  Place place(CellId cell) {
    return places.computeIfAbsent(cell, _ -> new Place());
  }

  List<CellId> cells() {
    return places.entrySet().stream()
        .filter(e -> !e.getValue().all().isEmpty())
        .map(java.util.Map.Entry::getKey)
        .toList();
  }

  void forget(CellId cell) {
    places.remove(cell);
  }

  Duration clockError() {
    return clockError;
  }

  void clockIsWrongBy(Duration error) {
    clockError = error;
  }

  /** Its service manager does not answer; null: it does again. */
  void cannotBeAsked(@Nullable String why) {
    problem = why;
  }

  @Nullable String problem() {
    return problem;
  }

  /** The agent's memory is gone; what is installed is not. */
  void losesState() {
    Path cells = state.resolve("cells");
    if (!Files.isDirectory(cells)) {
      return;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(cells)) {
      for (Path file : files) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
