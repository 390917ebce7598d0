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
import java.nio.file.Path;
import java.util.Iterator;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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
    AtomicLong needed = new AtomicLong();
    try {
      return installOrFail(request, needed);
    } catch (IOException e) {
      throw failed(request, Causes.sentence(e), needed.get());
    } catch (FetchException e) {
      if (isFull(e.getMessage())) {
        throw failed(request, String.valueOf(e.getMessage()), needed.get());
      }
      throw e;
    }
  }

  private InstallException failed(InstallRequest request, String problem, long needed) {
    String what = "cannot install " + request.snapshot().version() + ": ";
    return new InstallException(
        isFull(problem) ? what + full(request.folder(), needed) : what + problem);
  }

  private static boolean isFull(@Nullable String problem) {
    return problem != null && problem.contains("No space left on device");
  }

  // Others write to the disk as well; what is said is how it is now, half a release included.
  private String full(CellFolder folder, long needed) {
    Path root = folder.root();
    try {
      long missing = needed - written(folder.incoming()) - space.usable(root);
      return "the disk of "
          + root
          + " became full"
          + (missing > 0
              ? ", " + Sizes.format(missing) + " are missing: make room, then publish again"
              : ", though not of bytes: it has no room for more files (inodes): delete some, then"
                  + " publish again");
    } catch (IOException e) {
      return "the disk of " + root + " is full: make room, then publish again";
    }
  }

  private static long written(Path incoming) throws IOException {
    long sum = 0;
    try (Stream<Path> walk = Files.walk(incoming)) {
      Iterator<Path> all = walk.iterator();
      while (all.hasNext()) {
        Disk.Attributes is = Disk.attributes(all.next());
        sum += is.size();
      }
    }
    return sum;
  }

  private Installed installOrFail(InstallRequest request, AtomicLong needed)
      throws NodeLacks, FetchException, InstallException, InterruptedException, IOException {
    Owners owners = new Owners(accounts, request.snapshot().node(), request.snapshot().spec());
    KillPoints kills = request.kills();
    Staging staging = Staging.begin(request, owners.service());
    kills.passed(KillPoint.DEPLOY_STAGING);
    FilePlan plan = FilePlan.of(request.snapshot(), staging.present(), owners);
    needed.set(plan.bytesToWrite());
    checkSpace(request.folder(), needed.get());
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
              + " reserve): make room, or lower disk_reserve in the agent's configuration");
    }
  }

  /** Whether a cell has anything on this disk, be it half-made. */
  public static boolean exists(CellFolder folder) {
    return Files.isDirectory(folder.releases(), LinkOption.NOFOLLOW_LINKS)
        || Files.isSymbolicLink(folder.current());
  }
}
