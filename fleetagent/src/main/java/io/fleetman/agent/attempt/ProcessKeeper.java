package io.fleetman.agent.attempt;

import io.fleetman.agent.fetch.Causes;
import io.fleetman.agent.process.Command;
import io.fleetman.agent.process.Result;
import io.fleetman.agent.process.Runner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Programs as sessions of their own, where there is no systemd. A small shell script beside each
 * enforces its limit and notes its end; it is found again by its process id and start time, and
 * what the program leaves behind by its session and a variable in its environment.
 */
public final class ProcessKeeper implements Keeper {
  /** The variable that all processes of a try have in their environment. */
  static final String MARK = "FLEETMAN_JOB";

  private static final Duration QUICK = Duration.ofSeconds(10);
  private static final int ROUNDS = 200;

  // keeper LIMIT GRACE COMMAND... in seconds. It is the leader of its session. Between the note
  // that it is started and the program it starts no process of its own: whoever is told to end
  // then is the program, or will be in a moment. Afterwards nothing keeps it from noting the end.
  private static final String KEEPER =
      """
      #!/bin/sh
      d=${0%/*}; limit=$1; grace=$2; shift 2
      since() { shift 19; start=$1; }
      now() { read -r up _ </proc/uptime; now=${up%%.*}; }
      read -r boot </proc/sys/kernel/random/boot_id
      read -r stat <"/proc/$$/stat"
      since ${stat##*) }
      printf '%s %s %s\\n' "$$" "$start" "$boot" >"$d/process.new"
      mv "$d/process.new" "$d/process"
      set -C
      true >"$d/started" || exit 0
      set +C
      now; begun=$now
      timeout -k "$grace" "$limit" "$@" </dev/null >>"$d/stdout" 2>>"$d/stderr"
      status=$?
      trap '' TERM
      now; took=$((now - begun))
      if [ "$took" -ge "$limit" ] && { [ "$status" = 124 ] || [ "$status" = 137 ]; }; then
        end="timeout killed TERM"
      elif [ "$status" -gt 128 ]; then
        end="signal killed $((status - 128))"
      else
        end="exit-code exited $status"
      fi
      printf '%s\\n' "$end" >"$d/exit.new"
      sync "$d/exit.new" && mv "$d/exit.new" "$d/exit"
      """;

  private final Runner runner;

  /** Runs them through {@code runner}. */
  public ProcessKeeper(Runner runner) {
    this.runner = runner;
  }

  @Override
  public boolean limits() {
    return false;
  }

  @Override
  public void start(AttemptLaunch launch) throws LaunchException, InterruptedException {
    TryFolder folder = launch.folder();
    if (!(look(launch.name(), folder) instanceof Seen.NotBegun)) {
      return;
    }
    try {
      folder.prepare(launch, KEEPER);
    } catch (IOException e) {
      throw new LaunchException(folder.path() + " cannot be made: " + Causes.sentence(e));
    }
    Result result = runner.run(command(launch));
    if (!result.ok()) {
      throw new LaunchException("it " + result.problem());
    }
    await(folder);
  }

  // The shell ends at once and leaves the keeper to itself, in a session of its own.
  private static Command command(AttemptLaunch launch) {
    List<String> argv =
        new ArrayList<>(
            List.of(
                "/bin/sh",
                "-c",
                "setsid \"$@\" </dev/null >/dev/null 2>&1 &",
                "sh",
                "/bin/sh",
                launch.folder().keeper().toString(),
                Long.toString(Math.max(1, launch.limit().toSeconds())),
                Long.toString(Math.max(1, launch.grace().toSeconds()))));
    AttemptLaunch.RunAs as = launch.as();
    if (as != null) {
      argv.addAll(
          List.of("setpriv", "--reuid=" + as.uid(), "--regid=" + as.gid(), "--init-groups", "--"));
    }
    argv.addAll(List.of("/bin/sh", launch.folder().script().toString()));
    return new Command(argv, Map.of(MARK, launch.name()), null, null, null, QUICK);
  }

  private static void await(TryFolder folder) throws LaunchException, InterruptedException {
    for (int i = 0; i < ROUNDS; i++) {
      if (folder.begun()) {
        return;
      }
      Thread.sleep(25);
    }
    throw new LaunchException("its keeper did not start: is there setsid, timeout and setpriv?");
  }

  @Override
  public Seen look(String name, TryFolder folder) throws LaunchException, InterruptedException {
    try {
      Optional<Ending> noted = folder.ending();
      if (noted.isPresent()) {
        return new Seen.Ended(noted.get());
      }
      if (keeper(folder).filter(Processes.Identity::alive).isPresent()) {
        return new Seen.Running();
      }
      return folder
          .ending()
          .<Seen>map(Seen.Ended::new)
          .orElseGet(() -> folder.begun() ? new Seen.Gone() : new Seen.NotBegun());
    } catch (IOException e) {
      throw new LaunchException(folder.path() + " cannot be read: " + Causes.sentence(e));
    }
  }

  @Override
  public void end(String name, TryFolder folder) throws InterruptedException {
    // The keeper stays, to note how the program ended. It may be about to start it.
    for (int i = 0; i < ROUNDS; i++) {
      long keeper = session(folder);
      List<Long> all = new ArrayList<>(Processes.of(keeper, MARK + "=" + name));
      all.remove(Long.valueOf(keeper));
      signal("TERM", all);
      if (keeper == 0 || !all.isEmpty()) {
        return;
      }
      Thread.sleep(10);
    }
  }

  @Override
  public void kill(String name, TryFolder folder) throws InterruptedException {
    sweep(name, folder);
  }

  // Whoever forks while it is looked for may be missed, so it goes on until none is found.
  @Override
  public void sweep(String name, TryFolder folder) throws InterruptedException {
    long session = session(folder);
    int quiet = 0;
    for (int i = 0; i < ROUNDS && quiet < 2; i++) {
      List<Long> left = Processes.of(session, MARK + "=" + name);
      quiet = left.isEmpty() ? quiet + 1 : 0;
      signal("KILL", left);
      if (!left.isEmpty()) {
        Thread.sleep(10);
      }
    }
  }

  // Without its keeper the session's number may be a stranger's by now; then the mark alone tells.
  private static long session(TryFolder folder) {
    try {
      return keeper(folder)
          .filter(Processes.Identity::alive)
          .map(Processes.Identity::pid)
          .orElse(0L);
    } catch (IOException e) {
      return 0;
    }
  }

  private void signal(String signal, List<Long> processes) throws InterruptedException {
    if (processes.isEmpty()) {
      return;
    }
    List<String> argv = new ArrayList<>(List.of("/bin/sh", "-c", "kill -s \"$@\"", "sh", signal));
    processes.forEach(pid -> argv.add(Long.toString(pid)));
    runner.run(new Command(argv, Map.of(), null, null, null, QUICK)); // some may be gone already
  }

  private static Optional<Processes.Identity> keeper(TryFolder folder) throws IOException {
    try {
      return Processes.Identity.parse(Files.readString(folder.process()));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }
}
