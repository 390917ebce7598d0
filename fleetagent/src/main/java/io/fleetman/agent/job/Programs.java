package io.fleetman.agent.job;

import io.fleetman.agent.attempt.AttemptLaunch;
import io.fleetman.agent.attempt.RunScript;
import io.fleetman.agent.attempt.TryFolder;
import io.fleetman.agent.fetch.Causes;
import io.fleetman.agent.install.Accounts;
import io.fleetman.agent.install.Disk;
import io.fleetman.agent.process.SystemRunner;
import io.fleetman.job.Step;
import io.fleetman.job.StepInput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a step's program is on this node: its file, its user, its environment. */
final class Programs {
  private static final int OTHERS_WRITE = 0022;

  private final JobSettings settings;
  private final Accounts accounts;
  private final NodeFiles files;

  Programs(JobSettings settings, Accounts accounts, NodeFiles files) {
    this.settings = settings;
    this.accounts = accounts;
    this.files = files;
  }

  /**
   * What has to be known to start a step's program.
   *
   * @param name of its unit
   * @param parameters variables of its environment that stand for the job's parameters
   * @param limit when the host ends it
   */
  record Order(
      String name,
      Step step,
      SortedMap<String, String> parameters,
      AttemptFolder attempt,
      TryFolder folder,
      Duration limit,
      Duration grace) {}

  /**
   * Prepares the program and its files.
   *
   * @throws StepFailure if this node cannot run it
   */
  AttemptLaunch launch(Order order) throws StepFailure, InterruptedException {
    Step step = order.step();
    AttemptLaunch.@Nullable RunAs as = runAs(step);
    try {
      Disk.folder(order.folder().path());
      List<String> argv = argv(order, as);
      Path cwd =
          step.workingDirectory() == null
              ? order.attempt().work()
              : Path.of(step.workingDirectory());
      return new AttemptLaunch(
          order.name(),
          order.folder(),
          RunScript.text(order.name(), cwd, environment(order, as), argv),
          as,
          settings.limits(),
          order.limit(),
          order.grace());
    } catch (IOException e) {
      throw new StepFailure("cannot be prepared: " + Causes.sentence(e));
    }
  }

  private AttemptLaunch.@Nullable RunAs runAs(Step step) throws StepFailure, InterruptedException {
    Accounts.Self self = accounts.self();
    String user = step.runAsUser();
    if (user == null || user.equals(self.name()) || step.input() instanceof StepInput.RunHandler) {
      return null;
    }
    if (!self.root()) {
      throw new StepFailure(
          "cannot run as '" + user + "': the agent itself runs as '" + self.name() + "'");
    }
    OptionalInt uid = accounts.user(user);
    OptionalInt gid = accounts.primaryGroup(user);
    if (uid.isEmpty() || gid.isEmpty()) {
      throw new StepFailure("cannot run as '" + user + "': this node has no such user");
    }
    return new AttemptLaunch.RunAs(user, uid.getAsInt(), gid.getAsInt(), accounts.home(user));
  }

  private SortedMap<String, String> environment(Order order, AttemptLaunch.@Nullable RunAs as) {
    String user = as == null ? accounts.self().name() : as.user();
    SortedMap<String, String> env =
        new TreeMap<>(
            Map.of(
                "PATH",
                SystemRunner.searchPath().stream()
                    .map(Path::toString)
                    .collect(Collectors.joining(":")),
                "LANG",
                "C.UTF-8",
                "HOME",
                as == null ? System.getProperty("user.home", "/") : as.home(),
                "USER",
                user,
                "LOGNAME",
                user,
                "SHELL",
                "/bin/sh"));
    env.putAll(order.parameters());
    env.putAll(order.step().env());
    return env;
  }

  private List<String> argv(Order order, AttemptLaunch.@Nullable RunAs as)
      throws StepFailure, IOException, InterruptedException {
    return switch (order.step().input()) {
      case StepInput.RunCommand run -> run.command();
      case StepInput.RunScript script -> script(order.folder(), script, as);
      case StepInput.RunHandler handler -> {
        List<String> argv = new ArrayList<>();
        argv.add(handler(handler).toString());
        String user = order.step().runAsUser();
        argv.add(user == null ? "" : user);
        argv.addAll(handler.args());
        yield argv;
      }
      case StepInput.WriteFile _, StepInput.Download _, StepInput.Service _, StepInput.Reboot _ ->
          throw new IllegalStateException(order.step().input().type() + " has no program");
    };
  }

  private List<String> script(
      TryFolder folder, StepInput.RunScript script, AttemptLaunch.@Nullable RunAs as)
      throws StepFailure, IOException, InterruptedException {
    Path file = folder.path().resolve("script");
    if (script.script() != null) {
      Disk.write(file, script.script().getBytes(StandardCharsets.UTF_8), 0500);
    } else if (script.source() != null) {
      files.fetch(script.source(), file, 0500);
    }
    if (as != null) {
      Disk.own(file, as.uid(), as.gid(), 0500);
    }
    List<String> argv = new ArrayList<>(List.of(script.interpreter(), file.toString()));
    argv.addAll(script.args());
    return argv;
  }

  private Path handler(StepInput.RunHandler handler) throws StepFailure, IOException {
    String folder = handler.path();
    boolean ours = StepInput.RunHandler.DEFAULT_PATH.equals(folder);
    if (handler.handler().contains("/") || handler.handler().equals("..")) {
      throw new StepFailure("names the handler '" + handler.handler() + "': a file name alone");
    }
    Path file =
        folder == null
            ? inPath(handler.handler())
            : (ours ? settings.handlers() : Path.of(folder)).resolve(handler.handler());
    if (!Files.isRegularFile(file)) {
      throw new StepFailure("needs the handler " + file + ", which this node does not have");
    }
    int mode = Disk.attributes(file.toRealPath()).mode();
    if (ours
        && (Files.isSymbolicLink(file)
            || mode != 0700
            || Disk.attributes(file).uid() != accounts.self().uid())) {
      throw new StepFailure(
          "is not allowed to run the handler "
              + file
              + ": it must be a file of the agent's own user with mode 0700");
    }
    if ((mode & OTHERS_WRITE) != 0 || !Files.isExecutable(file)) {
      throw new StepFailure(
          "is not allowed to run the handler "
              + file
              + ": it must be executable, and only its owner may write to it (mode is %04o)"
                  .formatted(mode));
    }
    return file;
  }

  private static Path inPath(String name) throws StepFailure {
    return SystemRunner.searchPath().stream()
        .map(folder -> folder.resolve(name))
        .filter(
            file -> Files.isExecutable(file) && !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS))
        .findFirst()
        .orElseThrow(
            () -> new StepFailure("needs the handler '" + name + "', which is not in PATH"));
  }
}
