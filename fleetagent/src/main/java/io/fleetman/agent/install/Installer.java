package io.fleetman.agent.install;

import io.fleetman.agent.fetch.Causes;
import io.fleetman.agent.fetch.Fanout;
import io.fleetman.agent.fetch.FetchException;
import io.fleetman.agent.fetch.Fetcher;
import io.fleetman.agent.process.Runner;
import io.fleetman.killpoint.KillPoint;
import io.fleetman.killpoint.KillPoints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.util.TreeMap;

/**
 * Puts a release together beside the running one: plan, room, bytes, owners, disk, name. Nothing
 * that runs is touched. Cut short at any point it is begun again; what was already there by then is
 * not fetched again.
 */
public final class Installer {
  private final Fetcher fetcher;
  private final Fanout fanout;
  private final Accounts accounts;
  private final SpaceProbe space;
  private final Runner runner;
  private final long reserve;

  /**
   * With everything that it works on.
   *
   * @param reserve bytes that must stay free
   */
  public Installer(
      Fetcher fetcher,
      Fanout fanout,
      Accounts accounts,
      SpaceProbe space,
      Runner runner,
      long reserve) {
    this.fetcher = fetcher;
    this.fanout = fanout;
    this.accounts = accounts;
    this.space = space;
    this.runner = runner;
    this.reserve = reserve;
  }

  /**
   * Installs, without activating.
   *
   * @throws NodeLacks if the node cannot have it
   * @throws FetchException if the store does not give what the commit mark says
   * @throws InstallException if the disk is full or fails
   */
  public Installed install(InstallRequest request)
      throws NodeLacks, FetchException, InstallException, InterruptedException {
    try {
      return installOrFail(request);
    } catch (IOException e) {
      throw new InstallException(
          "cannot install " + request.snapshot().version() + ": " + Causes.sentence(e));
    }
  }

  private Installed installOrFail(InstallRequest request)
      throws NodeLacks, FetchException, InstallException, InterruptedException, IOException {
    Owners owners = new Owners(accounts, request.snapshot().node(), request.snapshot().spec());
    KillPoints kills = request.kills();
    Staging staging = Staging.begin(request, owners.service());
    kills.passed(KillPoint.DEPLOY_STAGING);
    FilePlan plan = FilePlan.of(request.snapshot(), staging.present(), owners);
    checkSpace(request.folder(), plan.bytesToWrite());
    Bytes bytes = new Bytes(fetcher, fanout, staging);
    bytes.bring(plan, () -> kills.passed(KillPoint.DEPLOY_FETCHING));
    kills.passed(KillPoint.DEPLOY_FETCHED);
    var files = new TreeMap<>(new Finish(staging, request.tokens()).finish(plan));
    kills.passed(KillPoint.DEPLOY_FINISHED);
    new Durable(runner).sync(staging.root());
    kills.passed(KillPoint.DEPLOY_SYNCED);
    Release release =
        staging.commit(
            new ReleaseRecord(
                request.cellUid(),
                request.deployId(),
                Phase.INSTALLED,
                false,
                0,
                null,
                null,
                ToRun.of(request.snapshot(), request.tokens()),
                (int) files.values().stream().filter(f -> !f.folder()).count()),
            files,
            plan.shared());
    kills.passed(KillPoint.DEPLOY_INSTALLED);
    return new Installed(release, bytes.filesFetched(), bytes.bytesFetched());
  }

  private void checkSpace(CellFolder folder, long needed) throws InstallException, IOException {
    long usable = space.usable(folder.root());
    if (usable < needed + reserve) {
      throw new InstallException(
          "the disk is too full: "
              + folder.root()
              + " has "
              + Sizes.format(usable)
              + " free, and "
              + Sizes.format(needed + reserve)
              + " are needed ("
              + Sizes.format(needed)
              + " of files, "
              + Sizes.format(reserve)
              + " reserve): make room, or lower the reserve in the agent's configuration");
    }
  }

  /** Whether a cell has anything on this disk, be it half-made. */
  public static boolean exists(CellFolder folder) {
    return Files.isDirectory(folder.releases(), LinkOption.NOFOLLOW_LINKS)
        || Files.isSymbolicLink(folder.current());
  }
}
