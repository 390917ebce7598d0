package io.fleetman.benchmarks;

import io.fleetman.document.Desired;
import io.fleetman.document.TriggerDocument;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.Ids;
import io.fleetman.layout.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** One node with its agent, as installed from the tar.gz; a cell on it is files only. */
final class AgentRun {
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final Duration SETTLE = Duration.ofMillis(1500);

  private final Yard yard;
  private final CellRef cell;
  private final Path folder;
  private final Path program;
  private final String rhythm;

  /** With intervals as {@code rhythm} says, in the words of the agent's configuration. */
  AgentRun(Yard yard, CellRef cell, String rhythm) {
    this.yard = yard;
    this.cell = cell;
    this.folder = yard.folder().resolve("node-" + cell.node());
    this.program = Path.of(System.getenv("FLEETMAN_BENCH_AGENT"));
    this.rhythm = rhythm;
  }

  /** The node as new: nothing on it, nothing in the bucket about it. */
  void reset() throws IOException, InterruptedException {
    yard.discard(folder);
    yard.forget(cell);
  }

  /** Has the bucket say that the cell must be at that version. */
  void want(String version) {
    String id = Ids.next(Instant.now());
    yard.tell(
        cell,
        new TriggerDocument(
            yard.sequence(cell) + 1,
            id,
            null,
            Desired.RUNNING,
            new Version(version),
            id,
            null,
            List.of(),
            List.of(id),
            null));
  }

  /** From the start of the program until the cell is deployed. */
  Spent fromStart(String endpoint, Relay relay) throws IOException, InterruptedException {
    relay.forget();
    double before = Tool.ofChildren();
    Daemon agent = start(endpoint);
    long end;
    int requests;
    try (agent) {
      end = deployed(agent, 0);
      requests = relay.count();
    }
    return new Spent((end - agent.began()) / 1e9, Tool.ofChildren() - before, requests);
  }

  /** From the write of the trigger until a program that was idle has deployed the cell. */
  Spent fromIdle(String endpoint, Relay relay, String version)
      throws IOException, InterruptedException {
    try (Daemon agent = start(endpoint)) {
      agent.awaitSaid("is node", 0, LIMIT);
      Thread.sleep(SETTLE);
      relay.forget();
      double before = Tool.cpuOf(agent.pid());
      long began = System.nanoTime();
      want(version);
      long end = deployed(agent, began);
      double cpu = Tool.cpuOf(agent.pid()) - before;
      return new Spent((end - began) / 1e9, cpu, relay.count());
    }
  }

  private long deployed(Daemon agent, long since) throws IOException, InterruptedException {
    return agent.awaitSaid("ended DEPLOYED", since, LIMIT);
  }

  /** Starts the program. */
  Daemon start(String endpoint) throws IOException {
    Files.createDirectories(folder);
    Path config = folder.resolve("agent.yaml");
    Yard.Place place = yard.place();
    Files.writeString(
        config,
        """
        node_id: %s
        storage: {endpoint: "%s", region: %s, bucket: %s, access_key: %s, secret_key: %s}
        state_folder: %s/state
        deploy: {target_folder: %s/cells}
        %s
        """
            .formatted(
                cell.node(),
                endpoint,
                place.region(),
                place.bucket(),
                place.access(),
                place.secret(),
                folder,
                folder,
                rhythm));
    Files.setPosixFilePermissions(config, PosixFilePermissions.fromString("rw-------"));
    return Daemon.start(
        folder.resolve("agent.log"),
        Map.of(),
        List.of(program.toString(), "run", "--config", config.toString()));
  }

  /** Where the cell's active release is. */
  Path active() {
    return folder.resolve("cells").resolve(cell.cell().toString()).resolve("current");
  }
}
