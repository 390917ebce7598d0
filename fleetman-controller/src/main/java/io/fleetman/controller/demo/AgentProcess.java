package io.fleetman.controller.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The demo's node: the packaged agent as a process of its own. It ends when its standard input
 * does, so that not even a demo that was killed leaves one behind; ctrl-C is kept from it, so that
 * it can still take away what it runs.
 */
final class AgentProcess implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 15;
  private final Process process;

  private AgentProcess(Process process) {
    this.process = process;
  }

  /** Starts it; what it says goes to the log. */
  static AgentProcess start(Path clone, DemoFolder folder) throws IOException {
    Path jar = clone.resolve("fleetagent/target/fleetagent.jar");
    if (!Files.exists(jar)) {
      throw new IOException(jar + " is missing: run build/programs");
    }
    List<String> command =
        new ArrayList<>(
            List.of(
                "/bin/sh",
                "-c",
                "trap '' INT HUP; exec \"$0\" \"$@\"",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                jar.toString(),
                "io.fleetman.agent.Main",
                "run",
                "--exit-with-parent",
                "--config",
                folder.agentConfig().toString()));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.agentLog().toFile());
    // File names are UTF-8, whatever the locale: Java takes them from it.
    builder.environment().put("LC_ALL", "C.UTF-8");
    return new AgentProcess(builder.start());
  }

  long pid() {
    return process.pid();
  }

  boolean alive() {
    return process.isAlive();
  }

  /** Lets it finish what it does for some seconds. */
  @Override
  public void close() {
    try {
      process.getOutputStream().close();
      if (process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        return;
      }
    } catch (IOException | InterruptedException e) {
      // it is gone already, or there is no time to wait: killing it is all that is left
      process.destroyForcibly();
      return;
    }
    process.destroyForcibly();
  }
}
