package io.fleetman.agent.runtime;

import io.fleetman.agent.install.InstallException;
import io.fleetman.agent.install.NodeLacks;
import io.fleetman.agent.process.Command;
import io.fleetman.agent.process.Result;
import io.fleetman.agent.process.Runner;
import io.fleetman.document.Limits;
import io.fleetman.killpoint.KillPoint;
import io.fleetman.killpoint.KillPoints;
import io.fleetman.layout.CellId;
import io.fleetman.unit.CannotPassOnException;
import io.fleetman.unit.Marker;
import io.fleetman.unit.Service;
import io.fleetman.unit.SupervisorProgram;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/** Cells as programs of supervisord. */
public final class Supervisor implements CellRuntime {
  private static final Duration QUICK = Duration.ofSeconds(30);
  // A deployment fails by these, so they are for a supervisord that hangs, not for a loaded
  // machine.
  private static final Duration CHANGE = Duration.ofMinutes(3);
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final int AT_A_TIME = 8;

  private final SupervisorSettings settings;
  private final Runner runner;
  private final Runner inTurn;
  private final KillPoints kills;
  private final UnitFiles files;

  /** With the supervisord that the settings say. */
  public Supervisor(SupervisorSettings settings, Runner runner, KillPoints kills) {
    this.settings = settings;
    this.runner = runner;
    this.inTurn = new BoundedRunner(runner, AT_A_TIME);
    this.kills = kills;
    this.files = new UnitFiles(settings.confFolder(), ".conf");
  }

  @Override
  public String text(Service service) throws NodeLacks {
    try {
      return SupervisorProgram.text(service);
    } catch (CannotPassOnException e) {
      throw new NodeLacks(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public String ownText(CellId cell, String text) throws NodeLacks {
    String section = "[program:" + Service.name(cell) + "]";
    if (text.lines().noneMatch(l -> l.strip().equals(section))) {
      throw new NodeLacks("the program file must have the section " + section);
    }
    return Marker.supervisor(cell) + text;
  }

  @Override
  public void checkLimits(Limits limits) throws NodeLacks {
    if (!limits.equals(Limits.NONE)) {
      throw new NodeLacks(
          "supervisord cannot enforce 'limits': leave them out, or use profile systemd");
    }
  }

  @Override
  public void verify(CellId cell, String text, Path current, Path release)
      throws NodeLacks, InterruptedException {
    files.checkFree(cell);
    if (version() == null) {
      throw new NodeLacks("supervisord does not answer: start it, or use profile systemd");
    }
  }

  @Override
  public void install(CellId cell, String text) throws InstallException, InterruptedException {
    write(cell, SupervisorProgram.enabled(text, false));
  }

  // "update" starts what has autostart, and restarts what has changed; so a program is always
  // changed while it is stopped, and its file says for the next boot what should then be.
  private void write(CellId cell, String text) throws InstallException, InterruptedException {
    if (!text.equals(files.read(cell))) {
      files.write(cell, text);
    }
    passed(cell, KillPoint.DEPLOY_UNIT_WRITTEN);
    update(cell);
    passed(cell, KillPoint.DEPLOY_UNIT_LOADED);
  }

  private void update(CellId cell) throws InstallException, InterruptedException {
    Result reread = ctl(CHANGE, "reread");
    if (!reread.ok() || reread.output().contains("ERROR")) {
      throw new InstallException("supervisord refuses the program: it " + reread.problem());
    }
    Result update = ctl(LONG, "update", Service.name(cell));
    if (update.output().contains("ERROR") && !update.output().contains("no such")) {
      throw new InstallException("supervisord refuses the program: it " + update.problem());
    }
  }

  @Override
  public void start(CellId cell) throws InstallException, InterruptedException {
    String text = files.read(cell);
    if (text == null) {
      throw new InstallException("there is no program file for " + cell);
    }
    write(cell, SupervisorProgram.enabled(text, true));
    ctl(LONG, "start", Service.name(cell)); // an error if "update" has started it already
    UnitState state = state(cell);
    if (!Boolean.TRUE.equals(state.running()) && !state.active().equals("STARTING")) {
      throw new InstallException("the program did not start: " + state.detail());
    }
  }

  @Override
  public void stop(CellId cell) throws InstallException, InterruptedException {
    pause(cell);
    String text = files.read(cell);
    if (text != null) {
      write(cell, SupervisorProgram.enabled(text, false));
    }
  }

  @Override
  public void pause(CellId cell) throws InstallException, InterruptedException {
    Result result = ctl(LONG, "stop", Service.name(cell));
    if (!List.of("STOPPED", "EXITED", "FATAL", "UNKNOWN").contains(state(cell).active())) {
      throw new InstallException("the program cannot be stopped: it " + result.problem());
    }
  }

  @Override
  public void remove(CellId cell) throws InstallException, InterruptedException {
    if (files.read(cell) == null) {
      forget(cell);
      return;
    }
    pause(cell);
    files.delete(cell);
    passed(cell, KillPoint.DEPLOY_UNIT_DELETED);
    update(cell);
  }

  // An agent that was killed between deleting the file and telling supervisord has left that
  // undone. Where no supervisord answers there is nothing to be told.
  private void forget(CellId cell) throws InstallException, InterruptedException {
    if (files.absent(cell)) {
      Result result = ctl(QUICK, "status", Service.name(cell));
      if (result.output().strip().matches(Service.name(cell) + "\\s+[A-Z]+(\\s.*)?")) {
        update(cell);
      }
    }
  }

  // "NAME   RUNNING   pid 123, uptime 0:00:05"; its exit status says only whether all run.
  @Override
  public UnitState state(CellId cell) throws InstallException, InterruptedException {
    Result result = Asking.patiently(() -> ctl(QUICK, "status", Service.name(cell)));
    String text = files.read(cell);
    boolean enabled = text != null && !text.contains("\nautostart=false");
    String[] words = result.output().strip().split("\\s+", 3);
    if (result.output().contains("no such process")) {
      return new UnitState("UNKNOWN", "there is no such program", false, enabled, 0, 0);
    }
    if (words.length < 2 || !words[0].startsWith("fleetman-")) {
      throw new InstallException(
          "supervisord cannot be asked about " + cell + ": it " + result.problem());
    }
    String detail = words.length > 2 ? words[2] : "";
    return new UnitState(
        words[1],
        words[1].equals("RUNNING") ? "" : (words[1] + " " + detail).strip(),
        words[1].equals("RUNNING"),
        enabled,
        pid(detail),
        0);
  }

  private static long pid(String detail) {
    String digits = detail.replaceFirst("(?s)^pid (\\d{1,10}).*$", "$1");
    return digits.matches("\\d{1,10}") ? Long.parseLong(digits) : 0;
  }

  @Override
  public @Nullable String installed(CellId cell) throws InstallException {
    return files.read(cell);
  }

  // Whether it starts with supervisord is a state, not a part of the text.
  @Override
  public boolean same(String installed, String recorded) {
    return SupervisorProgram.enabled(installed, true)
        .equals(SupervisorProgram.enabled(recorded, true));
  }

  @Override
  public List<String> foreignChanges(CellId cell) {
    return List.of();
  }

  @Override
  public SortedSet<CellId> scan() {
    return files.scan();
  }

  // Of a program file of the service's own nobody knows where it writes but supervisord.
  @Override
  public List<String> output(CellId cell, Instant since, int lines) throws InterruptedException {
    Result result = ctl(QUICK, "tail", "-8192", Service.name(cell));
    List<String> all = result.lines();
    return result.ok() ? all.subList(Math.max(0, all.size() - lines), all.size()) : List.of();
  }

  /** The version of the supervisord that answers; null if none does. */
  public @Nullable String version() throws InterruptedException {
    Result result = ctl(Duration.ofSeconds(10), "version");
    return result.ok() && !result.output().isBlank() ? result.output().strip() : null;
  }

  private void passed(CellId cell, KillPoint point) {
    kills.in(cell.value()).passed(point);
  }

  private Result ctl(Duration limit, String... arguments) throws InterruptedException {
    List<String> argv = new ArrayList<>(List.of(settings.supervisorctl()));
    if (settings.config() != null) {
      argv.addAll(List.of("-c", settings.config().toString()));
    }
    argv.addAll(List.of(arguments));
    // What may last as long as a service likes must not keep the others from an answer.
    Runner with = limit.equals(LONG) ? runner : inTurn;
    return with.run(Command.tool(limit, argv.toArray(String[]::new)));
  }
}
