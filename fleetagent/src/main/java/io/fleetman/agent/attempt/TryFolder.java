package io.fleetman.agent.attempt;

import io.fleetman.agent.install.Disk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The folder of one try of one step: its script, its output, and how it ended. Everything in it is
 * written by the host and the program itself, so that nothing is lost while the agent is away.
 *
 * @param path absolute
 */
public record TryFolder(Path path) {
  /** What the program runs. */
  public Path script() {
    return path.resolve("run");
  }

  /** What it writes to its standard output. */
  public Path stdout() {
    return path.resolve("stdout");
  }

  /** What it writes to its standard error. */
  public Path stderr() {
    return path.resolve("stderr");
  }

  /** Made by the host right before the program starts; a folder can be made only once. */
  Path started() {
    return path.resolve("started");
  }

  /** The host's script beside the program: it notes how it ended. */
  Path keeper() {
    return path.resolve("keeper");
  }

  /** Where the keeper notes its process, without systemd. */
  Path process() {
    return path.resolve("process");
  }

  /** Whether the program was ever begun. */
  public boolean begun() {
    return Files.exists(started());
  }

  /** How the program ended; empty while nobody noted an end. */
  public Optional<Ending> ending() throws IOException {
    try {
      return Optional.of(Ending.parse(Files.readString(path.resolve("exit"))));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** Makes the folder and all that the program needs; twice is the same as once. */
  void prepare(AttemptLaunch launch, String keeper) throws IOException {
    Disk.folder(path);
    create(stdout());
    create(stderr());
    Disk.write(keeper(), keeper.getBytes(StandardCharsets.UTF_8), 0700);
    Disk.write(script(), launch.script().getBytes(StandardCharsets.UTF_8), 0500);
    AttemptLaunch.RunAs as = launch.as();
    if (as != null) {
      Disk.own(script(), as.uid(), as.gid(), 0500);
    }
  }

  private static void create(Path file) throws IOException {
    if (!Files.exists(file)) {
      Disk.write(file, new byte[0], 0600);
    }
  }
}
