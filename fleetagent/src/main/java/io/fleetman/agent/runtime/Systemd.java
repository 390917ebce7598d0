package io.fleetman.agent.runtime;

import io.fleetman.agent.fetch.Causes;
import io.fleetman.agent.install.Accounts;
import io.fleetman.agent.install.Disk;
import io.fleetman.agent.install.InstallException;
import io.fleetman.agent.install.NodeLacks;
import io.fleetman.agent.process.Command;
import io.fleetman.agent.process.Result;
import io.fleetman.agent.process.Runner;
import io.fleetman.document.Limits;
import io.fleetman.killpoint.KillPoint;
import io.fleetman.killpoint.KillPoints;
import io.fleetman.layout.CellId;
import io.fleetman.unit.Marker;
import io.fleetman.unit.Service;
import io.fleetman.unit.SystemdUnit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/** Cells as services of the machine's systemd, or of a user's own. */
public final class Systemd implements CellRuntime {
  private static final Duration QUICK = Duration.ofSeconds(30);
  // A deployment fails by these, so they are for a systemd that hangs, not for a loaded machine.
  private static final Duration CHANGE = Duration.ofMinutes(3);
  // systemd has limits of its own for starting and stopping; this is for one that does not answer.
  private static final Duration LONG = Duration.ofMinutes(15);
  private static final String SUFFIX = ".service";
  private static final int AT_A_TIME = 8;

  private final SystemdSettings settings;
  private final SystemdTools tools;
  private final SystemdTools inTurn;
  private final SharedRun reload;
  private final KillPoints kills;
  private final UnitFiles files;

  /** With the systemd that the settings say. */
  public Systemd(SystemdSettings settings, Runner runner, Accounts.Self self, KillPoints kills) {
    this.settings = settings;
    this.tools = new SystemdTools(settings, runner, self);
    this.inTurn = new SystemdTools(settings, new BoundedRunner(runner, AT_A_TIME), self);
    this.reload = new SharedRun(() -> systemctl(CHANGE, "daemon-reload"));
    this.kills = kills;
    this.files = new UnitFiles(settings.unitFolder(), SUFFIX);
  }

  @Override
  public String text(Service service) {
    return SystemdUnit.text(service, settings.scope() == SystemdSettings.Scope.SYSTEM);
  }

  @Override
  public String ownText(CellId cell, String text) {
    return Marker.systemd(cell) + text; // verify() counts lines without the marker
  }

  @Override
  public void checkLimits(Limits limits) {}

  @Override
  public void verify(CellId cell, String text, Path current, Path release)
      throws NodeLacks, InterruptedException {
    files.checkFree(cell);
    Path folder = null;
    try {
      folder = Files.createTempDirectory("fleetman-verify-");
      Path file = folder.resolve(unit(cell));
      Files.writeString(
          file,
          text.substring(text.indexOf('\n') + 1).replace(current.toString(), release.toString()));
      Result result = inTurn.runner().run(analyze(file));
      List<String> said =
          result.lines().stream().filter(l -> l.contains(unit(cell))).map(String::strip).toList();
      if (!result.ok() && result.exit() < Result.TIMED_OUT && !said.isEmpty()) {
        throw new NodeLacks(
            "systemd refuses the unit: "
                + said.stream()
                    .map(l -> l.replace(file + ":", "line ").replace(release.toString(), "."))
                    .map(l -> l.replace(unit(cell) + ": ", ""))
                    .distinct()
                    .limit(2)
                    .collect(java.util.stream.Collectors.joining("; ")));
      }
    } catch (IOException e) {
      throw new NodeLacks("the unit cannot be checked: " + Causes.sentence(e));
    } finally {
      deleteQuietly(folder);
    }
  }

  private Command analyze(Path file) {
    List<String> argv = new ArrayList<>(List.of(tools.path("systemd-analyze")));
    if (settings.scope() == SystemdSettings.Scope.USER) {
      argv.add("--user");
    }
    argv.addAll(List.of("--man=no", "verify", file.toString()));
    return tools.command(argv, QUICK);
  }

  private static void deleteQuietly(@Nullable Path folder) {
    if (folder != null) {
      try {
        Disk.deleteTree(folder);
      } catch (IOException e) {
        folder.toFile().deleteOnExit();
      }
    }
  }

  @Override
  public void install(CellId cell, String text) throws InstallException, InterruptedException {
    if (!text.equals(files.read(cell))) {
      files.write(cell, text);
    }
    passed(cell, KillPoint.DEPLOY_UNIT_WRITTEN);
    reload();
    passed(cell, KillPoint.DEPLOY_UNIT_LOADED);
  }

  @Override
  public void start(CellId cell) throws InstallException, InterruptedException {
    must("enable", "--no-reload", unit(cell));
    reload();
    passed(cell, KillPoint.DEPLOY_ENABLED);
    systemctl(QUICK, "reset-failed", unit(cell));
    Result result = systemctl(LONG, "start", unit(cell));
    if (!result.ok()) {
      UnitState state = state(cell);
      throw new InstallException(
          "the service did not start: "
              + (Boolean.TRUE.equals(state.running()) ? result.problem() : state.detail()));
    }
  }

  @Override
  public void stop(CellId cell) throws InstallException, InterruptedException {
    if (files.read(cell) != null) {
      must("disable", "--no-reload", unit(cell));
      reload();
      passed(cell, KillPoint.DEPLOY_DISABLED);
    }
    pause(cell);
  }

  @Override
  public void pause(CellId cell) throws InstallException, InterruptedException {
    Result result = systemctl(LONG, "stop", unit(cell));
    UnitState state = state(cell);
    if (Boolean.TRUE.equals(state.running()) || state.mainPid() != 0) {
      throw new InstallException("the service cannot be stopped: " + result.problem());
    }
    systemctl(QUICK, "reset-failed", unit(cell));
  }

  @Override
  public void remove(CellId cell) throws InstallException, InterruptedException {
    if (files.read(cell) == null) {
      forget(cell);
      return;
    }
    stop(cell);
    files.delete(cell);
    passed(cell, KillPoint.DEPLOY_UNIT_DELETED);
    reload();
  }

  // An agent that was killed between deleting the file and telling systemd has left that undone.
  private void forget(CellId cell) throws InstallException, InterruptedException {
    if (files.absent(cell)) {
      Result result = systemctl(QUICK, "show", unit(cell), "--property=LoadState", "--value");
      if (result.ok() && result.output().strip().equals("loaded")) {
        reload();
      }
    }
  }

  @Override
  public UnitState state(CellId cell) throws InstallException, InterruptedException {
    return SystemdState.of(properties(cell));
  }

  private Map<String, String> properties(CellId cell)
      throws InstallException, InterruptedException {
    Result result =
        Asking.patiently(
            () -> systemctl(QUICK, "show", unit(cell), "--property=" + SystemdState.PROPERTIES));
    if (!result.ok() || Asking.isSilence(result)) {
      throw new InstallException(
          "systemd cannot be asked about "
              + unit(cell)
              + ": it "
              + (result.ok() ? "said nothing" : result.problem()));
    }
    return SystemdState.parse(result.output());
  }

  @Override
  public @Nullable String installed(CellId cell) throws InstallException {
    return files.read(cell);
  }

  @Override
  public List<String> foreignChanges(CellId cell) throws InterruptedException {
    try {
      return Arrays.stream(properties(cell).getOrDefault("DropInPaths", "").split(" ", -1))
          .filter(path -> path.contains("/" + unit(cell) + ".d/"))
          .map(path -> path + " changes it")
          .toList();
    } catch (InstallException e) {
      return List.of(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public SortedSet<CellId> scan() {
    return files.scan();
  }

  @Override
  public List<String> output(CellId cell, Instant since, int lines) throws InterruptedException {
    List<String> argv = new ArrayList<>(List.of("journalctl"));
    if (settings.scope() == SystemdSettings.Scope.USER) {
      argv.addAll(List.of("--user", "--user-unit=" + unit(cell)));
    } else {
      inTurn.runner().run(tools.command(List.of("journalctl", "--sync"), Duration.ofSeconds(5)));
      argv.add("--unit=" + unit(cell));
    }
    argv.addAll(List.of("--no-pager", "--quiet", "--output=cat", "--lines=" + lines));
    argv.add("--since=@%d.%06d".formatted(since.getEpochSecond(), since.getNano() / 1000));
    Result result = inTurn.runner().run(tools.command(argv, QUICK));
    return result.ok() ? result.lines() : List.of();
  }

  /** The version of the systemd that answers; null if none does. */
  public @Nullable String version() throws InterruptedException {
    return tools.version();
  }

  private void reload() throws InstallException, InterruptedException {
    check("daemon-reload", reload.run());
  }

  private void must(String... arguments) throws InstallException, InterruptedException {
    check(String.join(" ", arguments), systemctl(CHANGE, arguments));
  }

  private static void check(String asked, Result result) throws InstallException {
    if (!result.ok()) {
      throw new InstallException("systemctl " + asked + " " + result.problem());
    }
  }

  private Result systemctl(Duration limit, String... arguments) throws InterruptedException {
    // What may last as long as a service likes must not keep the others from an answer.
    SystemdTools with = limit.equals(LONG) ? tools : inTurn;
    return with.run("systemctl", limit, List.of(arguments));
  }

  private void passed(CellId cell, KillPoint point) {
    kills.in(cell.value()).passed(point);
  }

  private static String unit(CellId cell) {
    return Service.name(cell) + SUFFIX;
  }
}
