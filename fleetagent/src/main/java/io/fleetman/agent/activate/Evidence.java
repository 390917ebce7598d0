package io.fleetman.agent.activate;

import io.fleetman.agent.install.CellFolder;
import io.fleetman.agent.install.Release;
import io.fleetman.agent.install.SharedFolders;
import io.fleetman.agent.runtime.CellRuntime;
import io.fleetman.agent.runtime.Tails;
import io.fleetman.document.ManifestSpec;
import io.fleetman.layout.RelativePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a service said, from its log files and from whatever takes its output. */
final class Evidence {
  private final CellFolder folder;
  private final Release release;
  private final Instant since;
  private final Map<Path, Long> before;

  private Evidence(CellFolder folder, Release release, Instant since, Map<Path, Long> before) {
    this.folder = folder;
    this.release = release;
    this.since = since;
    this.before = before;
  }

  /** Remembers how long the logs are, so that only what comes from now on is shown. */
  static Evidence from(CellFolder folder, Release release, Instant now) {
    Map<Path, Long> before = new HashMap<>();
    for (RelativePath log : spec(release).logs()) {
      Path file = file(folder, release, log);
      before.put(file, Tails.length(file));
    }
    before.put(folder.output(), Tails.length(folder.output()));
    return new Evidence(folder, release, now, before);
  }

  /**
   * What there is, however old; of the journal, which knows no releases, what was written since
   * this one was made the active one.
   */
  static Evidence ofCurrent(CellFolder folder, Release current) throws IOException {
    FileTime flipped = Files.getLastModifiedTime(folder.current(), LinkOption.NOFOLLOW_LINKS);
    return new Evidence(folder, current, flipped.toInstant(), Map.of());
  }

  /**
   * Output and log files both: the one tells how it ended, the others what it was doing.
   *
   * @param count how many last lines of each
   */
  List<String> all(CellRuntime runtime, int count) throws InterruptedException {
    List<String> lines = new ArrayList<>(output(runtime, count));
    for (RelativePath log : spec(release).logs()) {
      List<String> tail = tail(log, count);
      if (!tail.isEmpty()) {
        lines.add("==> " + log + " <==");
        lines.addAll(tail);
      }
    }
    return List.copyOf(lines);
  }

  /** The log files' last lines, else the output's. */
  List<String> last(CellRuntime runtime, int count) throws InterruptedException {
    List<RelativePath> logs = spec(release).logs();
    List<String> lines = new ArrayList<>();
    for (RelativePath log : logs) {
      List<String> tail = tail(log, count);
      if (!tail.isEmpty() && logs.size() > 1) {
        lines.add("==> " + log + " <==");
      }
      lines.addAll(tail);
    }
    return lines.isEmpty() ? output(runtime, count) : List.copyOf(lines);
  }

  private List<String> output(CellRuntime runtime, int count) throws InterruptedException {
    if (spec(release).unit() == null && Files.exists(folder.output())) {
      long from = before.getOrDefault(folder.output(), 0L);
      return Tails.last(folder.root(), folder.output(), from, count);
    }
    return runtime.output(release.record().snapshot().cell(), since, count);
  }

  private List<String> tail(RelativePath log, int count) {
    Path file = file(folder, release, log);
    return Tails.last(folder.root(), file, before.getOrDefault(file, 0L), count);
  }

  private static Path file(CellFolder folder, Release release, RelativePath log) {
    boolean shared =
        SharedFolders.of(release.record().snapshot()).stream().anyMatch(s -> s.isParentOf(log));
    return shared ? folder.shared(log) : log.under(folder.release(release.name()));
  }

  private static ManifestSpec spec(Release release) {
    return release.record().snapshot().spec();
  }
}
