package io.fleetman.e2e.fleet;

import io.fleetman.layout.NodeId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** An agent as a process of this machine, for cells that are files only. */
public final class LocalAgent implements AutoCloseable {
  private final Process process;
  private final Path folder;

  private LocalAgent(Process process, Path folder) {
    this.process = process;
    this.folder = folder;
  }

  /** Starts it, with everything that it writes below {@code folder}. */
  public static LocalAgent start(Fleet fleet, Path folder, String node) {
    return start(fleet, folder, node, "", "");
  }

  /**
   * The same.
   *
   * @param options for its JVM, after those of its launcher
   * @param more further lines of its configuration
   */
  public static LocalAgent start(
      Fleet fleet, Path folder, String node, String options, String more) {
    try {
      Path config = Files.createDirectories(folder).resolve("agent_config.yaml");
      Files.writeString(
          config,
          fleet.agentConfig(node)
              + """
              state_folder: %1$s/state
              deploy: {target_folder: %1$s/cells}
              systemd: {service_folder: %1$s/cells, unit_folder: %1$s/units}
              supervisor: {service_folder: %1$s/cells, conf_d_folder: %1$s/programs}
              """
                  .formatted(folder)
              + more);
      ProcessBuilder builder =
          new ProcessBuilder(
                  Fleet.PROJECT.resolve("fleetagent/fleetagent").toString(),
                  "run",
                  "--config",
                  config.toString())
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("agent.log").toFile());
      builder.environment().put("FLEETMAN_BUILD", "never");
      builder.environment().put("FLEETAGENT_JAVA_OPTS", options);
      LocalAgent agent = new LocalAgent(builder.start(), folder);
      fleet.heartbeat(new NodeId(node));
      return agent;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The folder of a cell's active release. */
  public Path release(String cell) {
    return folder.resolve("cells").resolve(cell).resolve("current");
  }

  /** What it has logged. */
  public String log() {
    try {
      return Files.readString(folder.resolve("agent.log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its process. */
  public ProcessHandle process() {
    return process.toHandle();
  }

  /** A file of a cell's active release. */
  public String read(String cell, String path) {
    try {
      return Files.readString(release(cell).resolve(path)).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException("the agent does not end on TERM");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
