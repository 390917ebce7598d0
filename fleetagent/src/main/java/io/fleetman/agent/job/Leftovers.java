package io.fleetman.agent.job;

import io.fleetman.agent.attempt.Keeper;
import io.fleetman.agent.attempt.LaunchException;
import io.fleetman.agent.attempt.TryFolder;
import io.fleetman.agent.fetch.Causes;
import io.fleetman.agent.install.Disk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What attempts leave on the node. */
final class Leftovers {
  private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);
  private static final Duration LOOK = Duration.ofMillis(100);

  private Leftovers() {}

  /** Ends every process of an attempt that nothing is remembered of; returns once all are gone. */
  static void end(JobHost host, Memo attempt) throws InterruptedException {
    AttemptFolder folder = AttemptFolder.of(host.settings(), attempt);
    for (Path one : children(folder.path(), "step-*")) {
      String[] place = one.getFileName().toString().split("-", -1);
      String name =
          host.settings()
              .unit(attempt.name(), Integer.parseInt(place[1]), Integer.parseInt(place[2]));
      for (Keeper keeper : host.keepers().all()) {
        end(keeper, name, new TryFolder(one));
      }
    }
  }

  private static void end(Keeper keeper, String name, TryFolder folder)
      throws InterruptedException {
    try {
      while (keeper.look(name, folder) instanceof Keeper.Seen.Running) {
        keeper.kill(name, folder);
        Thread.sleep(LOOK);
      }
      keeper.sweep(name, folder);
    } catch (LaunchException e) {
      throw new UncheckedIOException(new IOException(e.getMessage(), e));
    }
  }

  /** Deletes what programs were started with, where secrets stand; what they wrote stays. */
  static void forgetScripts(JobHost host, Memo attempt) {
    AttemptFolder folder = AttemptFolder.of(host.settings(), attempt);
    for (Path one : children(folder.path(), "step-*")) {
      try {
        Disk.delete(new TryFolder(one).script());
      } catch (IOException e) {
        LOG.warn("{} keeps what it was started with: {}", one, Causes.sentence(e));
      }
    }
  }

  /** Deletes the folders of attempts that are over, by number and age. */
  static void prune(JobHost host) {
    JobSettings settings = host.settings();
    Set<String> open = host.memory().readAll().stream().map(Memo::name).collect(Collectors.toSet());
    List<Path> over =
        children(settings.attempts(), "*").stream()
            .filter(folder -> !open.contains(folder.getFileName().toString()))
            .sorted(Comparator.comparing((Path p) -> p.getFileName().toString()).reversed())
            .toList();
    for (int i = 0; i < over.size(); i++) {
      try {
        Duration age =
            Duration.between(
                Files.getLastModifiedTime(over.get(i)).toInstant(), host.clock().instant());
        if (i >= settings.keep() || age.compareTo(settings.keepFor()) > 0) {
          Disk.deleteTree(over.get(i));
        }
      } catch (IOException e) {
        LOG.warn("{} cannot be deleted: {}", over.get(i), Causes.sentence(e));
      }
    }
  }

  private static List<Path> children(Path folder, String glob) {
    List<Path> children = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, glob)) {
        all.forEach(children::add);
      } catch (IOException e) {
        throw new UncheckedIOException(folder + " cannot be read", e);
      }
    }
    return children;
  }
}
