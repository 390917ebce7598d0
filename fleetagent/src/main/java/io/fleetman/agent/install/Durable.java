package io.fleetman.agent.install;

import io.fleetman.agent.process.Command;
import io.fleetman.agent.process.Runner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.stream.Stream;

/**
 * Has a whole tree on the disk before it is renamed. For many files one syncfs(2), through
 * coreutils' {@code sync -f}, is far cheaper than thousands of fsync(2); without it, or for a few,
 * each is synced.
 */
final class Durable {
  private static final int MANY = 64;
  private static final Duration LIMIT = Duration.ofMinutes(5);

  private final Runner runner;

  Durable(Runner runner) {
    this.runner = runner;
  }

  void sync(Path root) throws IOException, InterruptedException {
    if (isLarge(root) && runner.run(Command.tool(LIMIT, "sync", "-f", root.toString())).ok()) {
      return;
    }
    try (Stream<Path> walk = Files.walk(root)) {
      Iterator<Path> all = walk.filter(p -> !Files.isSymbolicLink(p)).iterator();
      while (all.hasNext()) {
        Disk.sync(all.next());
      }
    }
  }

  private static boolean isLarge(Path root) throws IOException {
    try (Stream<Path> walk = Files.walk(root)) {
      return walk.skip(MANY).findAny().isPresent();
    }
  }
}
