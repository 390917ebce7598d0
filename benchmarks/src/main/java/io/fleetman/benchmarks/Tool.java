package io.fleetman.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Other programs, as whole processes, and what they took of the machine. */
final class Tool {
  private static final double TICKS_A_SECOND = 100; // USER_HZ, the same on every Linux
  private static final int UTIME = 11; // of /proc/<pid>/stat, counted after the name
  private static final int CUTIME = 13;
  private static final long LIMIT_MINUTES = 60;

  private Tool() {}

  /** Runs one to its end, with what it says in {@code log}. */
  static Spent run(Path log, Map<String, String> environment, List<String> command)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    // What this user has set up for AWS is for another store.
    builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
    builder.environment().putAll(environment);
    double before = ofChildren();
    long began = System.nanoTime();
    Process process = builder.start();
    process.getOutputStream().close();
    if (!process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new IOException(command.getFirst() + " did not end within an hour");
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    if (process.exitValue() != 0) {
      String said = Files.readString(log);
      throw new IOException(
          String.join(" ", command)
              + " ended with "
              + process.exitValue()
              + ":\n"
              + said.substring(Math.max(0, said.length() - 2000)));
    }
    return new Spent(seconds, ofChildren() - before, -1);
  }

  /** What a program says of itself. */
  static String firstLine(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return said.lines().findFirst().orElse("?").strip();
  }

  /** Processor seconds of a process that runs. */
  static double cpuOf(long pid) throws IOException {
    return ticks(Path.of("/proc/" + pid + "/stat"), UTIME);
  }

  /** The same with its children that have ended. */
  static double cpuWithChildrenOf(long pid) throws IOException {
    Path stat = Path.of("/proc/" + pid + "/stat");
    return ticks(stat, UTIME) + ticks(stat, CUTIME);
  }

  /** Whether a process has children that run. */
  static boolean hasChildren(long pid) {
    return ProcessHandle.of(pid).map(p -> p.children().findAny().isPresent()).orElse(false);
  }

  /** Processor seconds of this process's children that have ended. */
  static double ofChildren() throws IOException {
    return ticks(Path.of("/proc/self/stat"), CUTIME);
  }

  private static double ticks(Path stat, int first) throws IOException {
    String text = Files.readString(stat);
    String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[first]) + Long.parseLong(fields[first + 1])) / TICKS_A_SECOND;
  }
}
