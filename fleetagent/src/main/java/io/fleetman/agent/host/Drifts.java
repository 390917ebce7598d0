package io.fleetman.agent.host;

import io.fleetman.agent.install.CellFolder;
import io.fleetman.agent.install.Disk;
import io.fleetman.agent.install.FileMode;
import io.fleetman.agent.install.Hashing;
import io.fleetman.agent.install.InstallException;
import io.fleetman.agent.install.InstalledFile;
import io.fleetman.agent.install.Phase;
import io.fleetman.agent.install.Release;
import io.fleetman.agent.install.SharedFolders;
import io.fleetman.agent.runtime.CellRuntime;
import io.fleetman.agent.runtime.UnitState;
import io.fleetman.document.Drift;
import io.fleetman.layout.CellId;
import io.fleetman.layout.RelativePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Compares a release with its record: every file's bytes, owner and mode; the unit's text; whether
 * it runs and starts with the machine. What a service adds to its own folder is its own business.
 */
public final class Drifts {
  private static final String UNIT = "unit";

  /** Of a release that somebody deleted, each file differs: nobody reads a list of them all. */
  private static final int MOST = 100;

  private final CellFolder folder;
  private final Release release;
  private final CellRuntime runtime;

  /** For the active release of a cell. */
  public Drifts(CellFolder folder, Release release, CellRuntime runtime) {
    this.folder = folder;
    this.release = release;
    this.runtime = runtime;
  }

  /** Everything that differs, files first, by path. */
  public List<Drift> find() throws IOException, InterruptedException {
    List<Drift> drift = new ArrayList<>();
    AtomicInteger more = new AtomicInteger();
    folder
        .files(release.name())
        .forEach(
            (path, as) -> {
              String reason = of(path, as);
              if (reason != null && drift.size() == MOST) {
                more.incrementAndGet();
              } else {
                add(drift, path.value(), reason);
              }
            });
    add(drift, "...", more.get() == 0 ? null : more + " more files differ");
    for (RelativePath path : SharedFolders.of(release.record().snapshot())) {
      if (!Files.isSymbolicLink(path.under(root()))
          || !Files.isDirectory(folder.shared(path), LinkOption.NOFOLLOW_LINKS)) {
        drift.add(new Drift(path.value(), "is no longer linked to its data folder"));
      }
    }
    unit(drift);
    return List.copyOf(drift);
  }

  private @Nullable String of(RelativePath path, InstalledFile as) {
    Path file = path.under(root());
    try {
      Disk.Attributes is = Disk.attributes(file);
      boolean folderNow = Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS);
      if (folderNow != as.folder()
          || (!folderNow && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))) {
        return "is no longer a " + (as.folder() ? "folder" : "file");
      }
      if (!as.folder() && (is.size() != as.size() || !Hashing.of(file).equals(as.sha256()))) {
        return "content changed";
      }
      if (is.uid() != as.uid() || is.gid() != as.gid()) {
        return "owner is %d:%d, not %d:%d".formatted(is.uid(), is.gid(), as.uid(), as.gid());
      }
      return is.mode() == as.modeBits()
          ? null
          : "mode is " + FileMode.format(is.mode()) + ", not " + as.mode();
    } catch (NoSuchFileException e) {
      return "missing";
    } catch (IOException e) {
      return "cannot be read: " + e.getMessage();
    }
  }

  private void unit(List<Drift> drift) throws InterruptedException {
    CellId cell = folder.cell();
    String recorded = release.record().unit();
    if (recorded == null) {
      return;
    }
    try {
      String installed = runtime.installed(cell);
      if (installed == null) {
        drift.add(new Drift(UNIT, "missing"));
        return;
      }
      if (!runtime.same(installed, recorded)) {
        drift.add(new Drift(UNIT, "edited by hand"));
      }
      runtime.foreignChanges(cell).forEach(change -> drift.add(new Drift(UNIT, change)));
      add(drift, UNIT, of(runtime.state(cell)));
    } catch (InstallException e) {
      drift.add(new Drift(UNIT, String.valueOf(e.getMessage())));
    }
  }

  private @Nullable String of(UnitState state) {
    if (release.record().stopped()) {
      return Boolean.TRUE.equals(state.running()) ? "started by hand" : null;
    }
    if (release.record().phase() != Phase.HEALTHY) {
      return null; // it is being activated
    }
    if (Boolean.FALSE.equals(state.running())) {
      return switch (state.active()) {
        case "inactive", "STOPPED", "UNKNOWN" -> "stopped by hand";
        case "activating", "deactivating", "STARTING", "STOPPING" -> state.detail();
        default -> "down: " + state.detail();
      };
    }
    return state.enabled() ? null : "disabled by hand: it would not start with the machine";
  }

  private static void add(List<Drift> drift, String subject, @Nullable String reason) {
    if (reason != null) {
      drift.add(new Drift(subject, reason));
    }
  }

  private Path root() {
    return folder.release(release.name());
  }
}
