package io.fleetman.agent.attempt;

import io.fleetman.agent.fetch.Causes;
import io.fleetman.agent.process.Result;
import io.fleetman.agent.runtime.SystemdTools;
import io.fleetman.document.Limits;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Programs as transient units of systemd: it enforces limit and grace, kills the whole control
 * group, and notes the end, whether the agent lives or not.
 */
public final class UnitKeeper implements Keeper {
  private static final Duration QUICK = Duration.ofSeconds(30);
  private static final Duration START = Duration.ofMinutes(2);

  // What ends a unit that was not begun again, because it was begun before, must note nothing.
  private static final String KEEPER =
      """
      #!/bin/sh
      d=$(dirname "$0")
      [ "$SERVICE_RESULT" = exec-condition ] && exit 0
      [ -e "$d/exit" ] && exit 0
      printf '%s %s %s\\n' "$SERVICE_RESULT" "$EXIT_CODE" "$EXIT_STATUS" >"$d/exit.new"
      sync "$d/exit.new" && mv "$d/exit.new" "$d/exit"
      """;

  private final SystemdTools systemd;

  /** With this systemd. */
  public UnitKeeper(SystemdTools systemd) {
    this.systemd = systemd;
  }

  @Override
  public boolean limits() {
    return true;
  }

  @Override
  public void start(AttemptLaunch launch) throws LaunchException, InterruptedException {
    TryFolder folder = launch.folder();
    try {
      folder.prepare(launch, KEEPER);
    } catch (IOException e) {
      throw new LaunchException(folder.path() + " cannot be made: " + Causes.sentence(e));
    }
    Result result = systemd.run("systemd-run", START, arguments(launch));
    if (!result.ok() && look(launch.name(), folder) instanceof Seen.NotBegun) {
      throw new LaunchException("systemd does not start it: it " + result.problem());
    }
  }

  /** Pure. */
  static List<String> arguments(AttemptLaunch launch) {
    TryFolder folder = launch.folder();
    List<String> all =
        new ArrayList<>(
            List.of(
                "--unit=" + launch.name() + ".service",
                "--description=Fleetman job " + launch.name(),
                "--collect",
                "--quiet",
                "--service-type=exec"));
    property(all, "RuntimeMaxSec", seconds(launch.limit()));
    property(all, "TimeoutStopSec", seconds(launch.grace()));
    property(all, "KillMode", "control-group");
    property(all, "SendSIGKILL", "yes");
    property(all, "OOMPolicy", "stop");
    property(all, "StandardInput", "null");
    property(all, "StandardOutput", "append:" + folder.stdout());
    property(all, "StandardError", "append:" + folder.stderr());
    property(all, "ExecCondition", "/bin/mkdir " + word(folder.started().toString()));
    property(all, "ExecStopPost", "/bin/sh " + word(folder.keeper().toString()));
    AttemptLaunch.RunAs as = launch.as();
    if (as != null) {
      // The two above are root's. Said by a "+" before each, systemd 252 writes them into the
      // unit's
      // file under names that it cannot read, and forgets them at the next daemon-reload.
      property(all, "PermissionsStartOnly", "yes");
      property(all, "User", Integer.toString(as.uid()));
      property(all, "Group", Integer.toString(as.gid()));
    }
    limits(all, launch.limits());
    all.addAll(List.of("/bin/sh", folder.script().toString()));
    return List.copyOf(all);
  }

  private static void limits(List<String> all, Limits limits) {
    if (limits.memory() != null) {
      property(all, "MemoryMax", Long.toString(limits.memory().bytes()));
    }
    if (limits.swap() != null) {
      property(all, "MemorySwapMax", Long.toString(limits.swap().bytes()));
    }
    if (limits.cpu() != null) {
      property(all, "CPUQuota", limits.cpu().toString());
    }
    if (limits.io() != null) {
      property(all, "IOWeight", limits.io().toString());
    }
    if (limits.tasks() != null) {
      property(all, "TasksMax", limits.tasks().toString());
    }
  }

  private static void property(List<String> all, String name, String value) {
    all.add("--property=" + name + "=" + value);
  }

  private static String word(String value) {
    return "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  private static String seconds(Duration duration) {
    return Math.max(1, duration.toMillis()) + "ms";
  }

  @Override
  public Seen look(String name, TryFolder folder) throws LaunchException, InterruptedException {
    try {
      Optional<Ending> noted = folder.ending();
      if (noted.isPresent() && !exists(name)) {
        return new Seen.Ended(noted.get());
      }
      if (exists(name)) {
        return new Seen.Running();
      }
      // It may have ended between the two looks.
      return folder
          .ending()
          .<Seen>map(Seen.Ended::new)
          .orElseGet(() -> folder.begun() ? new Seen.Gone() : new Seen.NotBegun());
    } catch (IOException e) {
      throw new LaunchException(folder.path() + " cannot be read: " + Causes.sentence(e));
    }
  }

  private boolean exists(String name) throws LaunchException, InterruptedException {
    Result result =
        systemd.run(
            "systemctl", QUICK, List.of("show", name + ".service", "--property=ActiveState"));
    if (!result.ok()) {
      throw new LaunchException(
          "systemd cannot be asked about " + name + ": it " + result.problem());
    }
    String state = result.output().strip();
    return !state.equals("ActiveState=inactive") && !state.equals("ActiveState=failed");
  }

  // systemd's own stop: TERM to the whole control group, KILL after the unit's grace.
  @Override
  public void end(String name, TryFolder folder) throws InterruptedException {
    systemd.run("systemctl", QUICK, List.of("stop", "--no-block", name + ".service"));
  }

  @Override
  public void kill(String name, TryFolder folder) throws InterruptedException {
    systemd.run("systemctl", QUICK, List.of("kill", "--signal=KILL", name + ".service"));
  }

  // A unit that has ended has no processes: systemd kills its control group.
  @Override
  public void sweep(String name, TryFolder folder) {}
}
