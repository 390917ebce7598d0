package io.fleetman.agent.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs commands on this machine: each in a session of its own, so that it can be killed with all
 * its children; with a clean environment, so that it never sees the agent's credentials; its output
 * read as it comes and bounded.
 */
public final class SystemRunner implements Runner {
  private static final Logger LOG = LoggerFactory.getLogger(SystemRunner.class);
  private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
  private static final Map<String, String> BASE = Map.of("PATH", PATH, "LANG", "C.UTF-8");
  private static final Duration AFTER_EXIT = Duration.ofSeconds(1);

  /** The folders in which a bare program name is looked for, first first. */
  public static List<Path> searchPath() {
    return List.of(PATH.split(":", -1)).stream().map(Path::of).toList();
  }

  @Override
  public Result run(Command command) throws InterruptedException {
    long start = System.nanoTime();
    Process process;
    try {
      process = start(command);
    } catch (IOException e) {
      return new Result(Result.NOT_STARTED, reason(e), Duration.ZERO);
    }
    Tail output = new Tail(process.getInputStream());
    // A platform thread, for it waits for a pipe: many at a time would keep each other from reading
    // what is there, and an answer would look empty.
    Thread reader = Thread.ofPlatform().daemon().name("output").start(output);
    try {
      boolean ended = process.waitFor(command.timeout().toMillis(), TimeUnit.MILLISECONDS);
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      if (!ended) {
        killGroup(process);
      }
      // A child left in the background may hold the stream open for ever: it is not waited for.
      reader.join(AFTER_EXIT);
      int exit = ended ? process.exitValue() : Result.TIMED_OUT;
      LOG.debug("{}: {} after {} ms", command.shown(), exit, took.toMillis());
      return new Result(exit, output.text(), took);
    } catch (InterruptedException e) {
      killGroup(process);
      throw e;
    } finally {
      closeQuietly(process);
    }
  }

  private static Process start(Command command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(wrapped(command)).redirectErrorStream(true);
    builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    builder.directory((command.cwd() == null ? Path.of("/") : command.cwd()).toFile());
    Map<String, String> env = builder.environment();
    env.clear();
    env.putAll(BASE);
    env.putAll(command.env());
    return builder.start();
  }

  // setsid makes the process the leader of a group of its own; both it and setpriv then become the
  // program, so that the process id stays the same.
  private static List<String> wrapped(Command command) {
    List<String> argv = new ArrayList<>();
    argv.add("setsid");
    if (command.user() != null || command.group() != null) {
      argv.add("setpriv");
      if (command.user() != null) {
        argv.add("--reuid=" + command.user());
      }
      argv.add("--regid=" + groupOf(command));
      argv.add(command.user() != null ? "--init-groups" : "--keep-groups");
      argv.add("--");
    }
    argv.addAll(command.argv());
    return argv;
  }

  private static String groupOf(Command command) {
    if (command.group() != null) {
      return command.group();
    }
    throw new IllegalArgumentException("a command with a user needs that user's group too");
  }

  private static void killGroup(Process process) {
    List<ProcessHandle> children = process.descendants().toList();
    try {
      ProcessBuilder kill =
          new ProcessBuilder("/bin/sh", "-c", "kill -s KILL -- -" + process.pid())
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD);
      kill.environment().clear();
      kill.start().onExit().get(5, TimeUnit.SECONDS);
    } catch (IOException
        | java.util.concurrent.ExecutionException
        | java.util.concurrent.TimeoutException e) {
      LOG.warn("cannot kill the group of process {}: {}", process.pid(), e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    children.forEach(ProcessHandle::destroyForcibly); // those that left the group
    process.destroyForcibly();
  }

  private static void closeQuietly(Process process) {
    try {
      process.getInputStream().close();
    } catch (IOException e) {
      LOG.debug("closing the output of process {}: {}", process.pid(), e.getMessage());
    }
  }

  private static String reason(IOException e) {
    boolean noSetsid =
        searchPath().stream().noneMatch(p -> Files.isExecutable(p.resolve("setsid")));
    return noSetsid
        ? "this machine has no 'setsid': install util-linux"
        : String.valueOf(e.getMessage());
  }
}
