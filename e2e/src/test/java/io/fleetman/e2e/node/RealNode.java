package io.fleetman.e2e.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A Debian machine with a booted systemd and supervisor. It shares this machine's network, so a
 * store on loopback is in its reach, and what listens takes its port from {@link Ports}; everything
 * else it has to itself. Its user {@code deploy} has a systemd of its own, its user {@code web} has
 * nothing.
 *
 * <p>Its root is kept until {@link #close}, so that {@link #reboot} and {@link #cutPower} show what
 * a service comes back to.
 */
public final class RealNode implements AutoCloseable {

  private static final Path SCRIPT =
      Path.of(System.getProperty("basedir", ".")).resolve("env/node").toAbsolutePath().normalize();
  private static final Duration COMMAND_LIMIT = Duration.ofMinutes(2);
  private static final Duration BOOT_LIMIT = Duration.ofMinutes(5);
  // What the script needs beyond the command's own limit to kill it and to say so.
  private static final Duration GRACE = Duration.ofSeconds(15);

  // Test classes run side by side, and a boot removes what an earlier run left under that name.
  private static final Set<String> TAKEN = ConcurrentHashMap.newKeySet();

  private final String name;
  private final List<String> how;

  private RealNode(String name, List<String> how) {
    this.name = name;
    this.how = how;
  }

  /** Why this machine cannot boot nodes; empty if it can. */
  public static Optional<String> obstacle() {
    RunResult check = script(COMMAND_LIMIT, "check");
    return check.succeeded() ? Optional.empty() : Optional.of(check.err().strip());
  }

  /**
   * Boots a fresh node; one of that name that an earlier run left behind is removed first. No two
   * tests may have a node of one name at a time.
   */
  public static RealNode boot(String name, Bind... binds) {
    List<String> how = new ArrayList<>();
    for (Bind bind : binds) {
      how.add(bind.readOnly() ? "--bind-ro" : "--bind");
      how.add(bind.host().toAbsolutePath() + ":" + bind.guest());
    }
    return boot(name, how);
  }

  /** The same without systemd: its first process is supervisord, and that is all there is. */
  public static RealNode bootSupervisor(String name) {
    return boot(name, List.of("--supervisor"));
  }

  private static RealNode boot(String name, List<String> how) {
    if (!TAKEN.add(name)) {
      throw new IllegalStateException(
          "the node " + name + " is up in another test: a node needs a name of its own");
    }
    RealNode node = new RealNode(name, how);
    try {
      node.remove();
      node.start();
      return node;
    } catch (RuntimeException e) {
      TAKEN.remove(name);
      throw e;
    }
  }

  public String name() {
    return name;
  }

  /** Boots what the last stop left. */
  public void start() {
    List<String> arguments = new ArrayList<>(List.of("start", name, "--keep"));
    arguments.addAll(how);
    script(BOOT_LIMIT, HostProcess.NO_INPUT, arguments).orThrow();
  }

  /** Shuts down in order. */
  public void stop() {
    script(BOOT_LIMIT, "stop", name).orThrow();
  }

  public void reboot() {
    stop();
    start();
  }

  /** Everything on it is killed at once and nobody is asked; {@link #start} boots what is left. */
  public void cutPower() {
    script(BOOT_LIMIT, "stop", name, "--hard").orThrow();
  }

  /** Runs a command as root, with an environment that holds nothing of this process's. */
  public RunResult exec(String... command) {
    return exec(COMMAND_LIMIT, command);
  }

  /** The same; past the limit the command is killed on the node and the exit code is 124 or 137. */
  public RunResult exec(Duration limit, String... command) {
    return run(limit, HostProcess.NO_INPUT, List.of(), List.of(command));
  }

  /** Runs a command as a user, to whom {@code systemctl --user} speaks if it has a systemd. */
  public RunResult execAs(String user, String... command) {
    return execAs(user, COMMAND_LIMIT, command);
  }

  /** The same with a limit. */
  public RunResult execAs(String user, Duration limit, String... command) {
    return run(limit, HostProcess.NO_INPUT, List.of("--user", user), List.of(command));
  }

  /**
   * Copies a file, or all that is in a folder, of this machine. It goes through a process on the
   * node, as a path walked from outside would follow the node's links into this machine.
   */
  public void copyIn(Path host, String guestPath) {
    if (!Files.isDirectory(host)) {
      put(host, guestPath, Files.isExecutable(host) ? "755" : "644");
      return;
    }
    Path archive = temporaryFile();
    try {
      List<String> pack = List.of("tar", "-C", host.toString(), "-cf", archive.toString(), ".");
      HostProcess.run(COMMAND_LIMIT, HostProcess.NO_INPUT, pack).orThrow();
      String unpack = "mkdir -p \"$1\" && tar --no-same-owner -xf - -C \"$1\"";
      feed(archive, unpack, guestPath);
    } finally {
      delete(archive);
    }
  }

  public String readFile(String guestPath) {
    // Not orThrow, which takes the line end away.
    RunResult result = exec("cat", "--", guestPath);
    result.orThrow();
    return result.out();
  }

  /** Writes a file that all may read, with the folders it needs. */
  public void writeFile(String guestPath, String content) {
    writeFile(guestPath, content, "644");
  }

  /** The same with the mode given in octal. */
  public void writeFile(String guestPath, String content, String mode) {
    Path file = temporaryFile();
    try {
      Files.writeString(file, content, StandardCharsets.UTF_8);
      put(file, guestPath, mode);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      delete(file);
    }
  }

  /** Removes the node and all it held; does nothing if there is none. */
  @Override
  public void close() {
    remove();
    TAKEN.remove(name);
  }

  private void remove() {
    script(BOOT_LIMIT, "remove", name).orThrow();
  }

  private void put(Path file, String guestPath, String mode) {
    // A new file in the old one's place, for the old one may be a program that runs.
    String script =
        """
        set -e
        mkdir -p "$(dirname "$1")"
        cat >"$1.part"
        chmod "$2" "$1.part"
        mv -T "$1.part" "$1"
        """;
    feed(file, script, guestPath, mode);
  }

  /** Runs a shell line on the node that reads a file of this machine. */
  private void feed(Path file, String line, String... arguments) {
    List<String> command = new ArrayList<>(List.of("sh", "-c", line, "sh"));
    command.addAll(List.of(arguments));
    run(COMMAND_LIMIT, file, List.of(), command).orThrow();
  }

  private RunResult run(Duration limit, Path input, List<String> options, List<String> command) {
    List<String> arguments = new ArrayList<>(List.of("exec", name));
    arguments.addAll(options);
    arguments.addAll(List.of("--timeout", Double.toString(limit.toMillis() / 1000.0), "--"));
    arguments.addAll(command);
    return script(limit.plus(GRACE), input, arguments);
  }

  private static RunResult script(Duration limit, String... arguments) {
    return script(limit, HostProcess.NO_INPUT, List.of(arguments));
  }

  private static RunResult script(Duration limit, Path input, List<String> arguments) {
    List<String> command = new ArrayList<>(List.of(SCRIPT.toString()));
    command.addAll(arguments);
    return HostProcess.run(limit, input, command);
  }

  private static Path temporaryFile() {
    try {
      return Files.createTempFile("node", ".in");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
