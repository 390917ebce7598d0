package io.fleetman.agent.install;

import io.fleetman.agent.process.Command;
import io.fleetman.agent.process.Result;
import io.fleetman.agent.process.Runner;
import io.fleetman.document.ManifestSpec;
import io.fleetman.document.SnapshotMark;
import io.fleetman.layout.RelativePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/**
 * Data folders outlive releases, and so does whom they belong to. When a manifest's user or group
 * changes, what the former owned there is given to the new one; what belongs to anybody else was
 * given to them by somebody and stays theirs. Done again it finds nothing to do.
 */
public final class HandOver {
  private static final Duration LIMIT = Duration.ofMinutes(10);

  private final Accounts accounts;
  private final Runner runner;

  /** Asks {@code accounts} who is who. */
  public HandOver(Accounts accounts, Runner runner) {
    this.accounts = accounts;
    this.runner = runner;
  }

  /**
   * Gives what {@code from} used to {@code to}; neither may run.
   *
   * @throws InstallException if a folder cannot be given
   */
  public void give(CellFolder folder, SnapshotMark.Snapshot from, SnapshotMark.Snapshot to)
      throws InstallException, IOException, InterruptedException {
    ManifestSpec before = from.spec();
    ManifestSpec after = to.spec();
    if (Objects.equals(before.user(), after.user())
        && Objects.equals(before.group(), after.group())) {
      return;
    }
    Owners.Owner next = owner(to);
    for (RelativePath path : SharedFolders.of(to)) {
      Path shared = folder.shared(path);
      if (Files.isDirectory(shared, LinkOption.NOFOLLOW_LINKS)) {
        Owners.Owner was = formerOwner(from, shared);
        if (was.uid() != next.uid()) {
          chown(shared, "--from=" + was.uid(), Integer.toString(next.uid()));
        }
        if (was.gid() != next.gid()) {
          chown(shared, "--from=:" + was.gid(), ":" + next.gid());
        }
      }
    }
  }

  private Owners.Owner owner(SnapshotMark.Snapshot of)
      throws InstallException, InterruptedException {
    try {
      return new Owners(accounts, of.node(), of.spec()).service();
    } catch (NodeLacks e) {
      throw new InstallException(String.valueOf(e.getMessage()));
    }
  }

  // A user that is gone has left its number on the folder.
  private Owners.Owner formerOwner(SnapshotMark.Snapshot from, Path shared)
      throws IOException, InterruptedException {
    try {
      return new Owners(accounts, from.node(), from.spec()).service();
    } catch (NodeLacks e) {
      Disk.Attributes is = Disk.attributes(shared);
      return new Owners.Owner(is.uid(), is.gid());
    }
  }

  // Links are changed, not followed: the service's user may have put one anywhere.
  private void chown(Path folder, String from, String to)
      throws InstallException, InterruptedException {
    Result result =
        runner.run(
            Command.tool(
                LIMIT,
                "chown",
                "--recursive",
                "--no-dereference",
                from,
                "--",
                to,
                folder.toString()));
    if (!result.ok()) {
      throw new InstallException(
          "data folder " + folder + " cannot be given to its new user: chown " + result.problem());
    }
  }
}
