package io.fleetman.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The agents of many nodes, each a process of its own, from the tar.gz that a node gets. */
final class Agents implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final int AT_ONCE = 6;
  // As documented for small machines; a hundred of them have to fit beside each other.
  private static final String OPTIONS = "-Xmx32m";

  private final List<Daemon> all = new ArrayList<>();
  private final Duration poll;

  private Agents(Duration poll) {
    this.poll = poll;
  }

  /**
   * Starts them; they have a heartbeat each when this returns.
   *
   * @param poll the interval, as the configuration has it
   */
  static Agents start(Yard yard, int nodes, String poll) throws IOException, InterruptedException {
    Agents agents = new Agents(Duration.parse("PT" + poll));
    try {
      Deque<Daemon> starting = new ArrayDeque<>();
      for (int i = 1; i <= nodes; i++) {
        if (starting.size() == AT_ONCE) {
          starting.removeFirst().awaitSaid("is node", 0, LIMIT);
        }
        Daemon agent = start(yard, String.format(Locale.ROOT, "node-%03d", i), poll);
        agents.all.add(agent);
        starting.addLast(agent);
      }
      for (Daemon agent : starting) {
        agent.awaitSaid("is node", 0, LIMIT);
      }
      Thread.sleep(agents.poll.plusSeconds(2)); // each has looked at its doorbell once
      return agents;
    } catch (IOException | InterruptedException e) {
      agents.close();
      throw e;
    }
  }

  private static Daemon start(Yard yard, String node, String poll) throws IOException {
    Path folder = Files.createDirectories(yard.folder().resolve("agents").resolve(node));
    Path config = folder.resolve("agent.yaml");
    Yard.Place place = yard.place();
    JobsTable.secret(
        config,
        """
        node_id: %s
        storage: {endpoint: "%s", region: %s, bucket: %s, access_key: %s, secret_key: %s}
        poll_interval: %s
        state_folder: %s/state
        systemd: {service_folder: %s/cells, unit_folder: %s/units}
        supervisor: {service_folder: %s/cells, conf_d_folder: %s/units}
        deploy: {target_folder: %s/cells}
        jobs: {folder: %s/jobs}
        """
            .formatted(
                node,
                place.endpoint(),
                place.region(),
                place.bucket(),
                place.access(),
                place.secret(),
                poll,
                folder,
                folder,
                folder,
                folder,
                folder,
                folder,
                folder));
    return Daemon.start(
        folder.resolve("agent.log"),
        Map.of("FLEETAGENT_JAVA_OPTS", OPTIONS),
        List.of(System.getenv("FLEETMAN_BENCH_AGENT"), "run", "--config", config.toString()));
  }

  /** Processor seconds of all of them, and of their children that have ended. */
  double cpu() throws IOException {
    double sum = 0;
    for (Daemon agent : all) {
      sum += Tool.cpuWithChildrenOf(agent.pid());
    }
    return sum;
  }

  /** They do nothing from here on. */
  void halt() throws IOException, InterruptedException {
    for (Daemon agent : all) {
      signal("-STOP", agent);
    }
  }

  /**
   * They go on, one after the other, so that their polls are spread over the interval as before.
   */
  void goOn() throws IOException, InterruptedException {
    for (Daemon agent : all) {
      signal("-CONT", agent);
      Thread.sleep(poll.dividedBy(all.size()));
    }
    Thread.sleep(poll);
  }

  private static void signal(String signal, Daemon agent) throws IOException, InterruptedException {
    int code = new ProcessBuilder("kill", signal, Long.toString(agent.pid())).start().waitFor();
    if (code != 0) {
      throw new IOException("agent " + agent.pid() + " is gone");
    }
  }

  @Override
  public void close() {
    for (Daemon agent : all) {
      new Thread(() -> wake(agent)).start();
    }
    all.forEach(Daemon::close);
  }

  // A halted process ends only once it goes on.
  private static void wake(Daemon agent) {
    try {
      signal("-CONT", agent);
    } catch (IOException | InterruptedException e) {
      System.err.println(e.getMessage());
    }
  }
}
