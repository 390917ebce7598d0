package io.fleetman.benchmarks;

import io.fleetman.layout.CellRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** What an idle agent costs, beside an agent of the same duty with boto3. */
final class FootprintTable {
  private static final int RUNS = 5;
  private static final String POLL = "5";
  private static final String HEARTBEAT = "30";
  private static final int SETTLE = 30;
  private static final int WINDOW = 180;
  private static final Duration LIMIT = Duration.ofMinutes(3);

  private final Yard yard;
  private final Options options;
  private final Report report;
  private final Path root;

  FootprintTable(Yard yard, Options options, Report report, Path root) {
    this.yard = yard;
    this.options = options;
    this.report = report;
    this.root = root;
  }

  void measure() throws IOException, InterruptedException {
    AgentRun agent = new AgentRun(yard, CellRef.parse("foot/none"), "poll_interval: 5s");
    try (Relay relay = Relay.start(yard.address(), Duration.ZERO)) {
      for (int run = 0; run < options.runs(RUNS); run++) {
        try (Daemon peer = peer(relay)) {
          report.add("start to first poll", "boto3 agent", firstPoll(peer, relay));
        }
        agent.reset();
        relay.forget();
        try (Daemon ours = agent.start(relay.endpoint())) {
          report.add("start to first poll", "fleetagent", firstPoll(ours, relay));
        }
      }
    }
    idle();
  }

  private Daemon peer(Relay relay) throws IOException {
    relay.forget();
    Yard.Place place = yard.place();
    return Daemon.start(
        yard.folder().resolve("boto3.log"),
        Map.of(),
        List.of(
            "python3",
            root.resolve("benchmarks/boto3_agent.py").toString(),
            relay.endpoint(),
            place.bucket(),
            "boto",
            place.access(),
            place.secret(),
            POLL,
            HEARTBEAT));
  }

  /** Until the doorbell is asked for. */
  private Spent firstPoll(Daemon agent, Relay relay) throws IOException, InterruptedException {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (System.nanoTime() < end) {
      for (Relay.Request request : relay.requests()) {
        if (request.line().contains("/doorbells/")) {
          return new Spent(
              (request.nanos() - agent.began()) / 1e9, Tool.cpuOf(agent.pid()), relay.count());
        }
      }
      Thread.sleep(5);
    }
    throw new IOException("no poll came");
  }

  private AgentRun withCells(int cells) throws IOException, InterruptedException {
    String node = "foot-" + cells;
    Tree tree = new Tree(yard.folder().resolve("tree-" + node), 10, 4096).write(node);
    Path definition = tree.folder().resolve("fleetman.yaml");
    StringBuilder yaml = new StringBuilder(Files.readString(definition)).append("cells:\n");
    for (int i = 0; i < cells; i++) {
      yaml.append("  - {node: ").append(node).append(", id: c").append(i).append("}\n");
    }
    Files.writeString(definition, yaml);
    yard.fleetman("deploy", tree.folder().toString(), "--version", "v0", "--yes", "--no-wait");
    return new AgentRun(yard, CellRef.parse(node + "/c0"), "poll_interval: 5s");
  }

  /** One that idles, behind a relay that counts its requests. */
  private record Idler(String who, Daemon agent, Relay relay) {}

  // All at the same time, for they do next to nothing, and a window has to be long.
  private void idle() throws IOException, InterruptedException {
    List<Idler> idlers = new ArrayList<>();
    try {
      Relay forPeer = Relay.start(yard.address(), Duration.ZERO);
      idlers.add(new Idler("boto3 agent", peer(forPeer), forPeer));
      for (int cells : new int[] {1, 10}) {
        AgentRun with = withCells(cells);
        Relay relay = Relay.start(yard.address(), Duration.ZERO);
        String who = "fleetagent, " + cells + (cells == 1 ? " cell" : " cells");
        idlers.add(new Idler(who, with.start(relay.endpoint()), relay));
      }
      Thread.sleep(Duration.ofSeconds(options.small() ? 10 : SETTLE));
      measure(idlers, options.small() ? 20 : WINDOW);
    } finally {
      for (Idler idler : idlers) {
        idler.agent().close();
        idler.relay().close();
      }
    }
  }

  private void measure(List<Idler> idlers, int seconds) throws IOException, InterruptedException {
    List<Double> before = new ArrayList<>();
    for (Idler idler : idlers) {
      idler.relay().forget();
      before.add(Tool.cpuOf(idler.agent().pid()));
    }
    Thread.sleep(Duration.ofSeconds(seconds));
    for (int i = 0; i < idlers.size(); i++) {
      Idler idler = idlers.get(i);
      double cpu = Tool.cpuOf(idler.agent().pid()) - before.get(i);
      List<Relay.Request> requests = idler.relay().requests();
      long polls = requests.stream().filter(r -> r.line().contains("/doorbells/")).count();
      report.note(
          String.format(
              Locale.ROOT,
              "- %s: %s; %d requests in %d s (%d polls), so about %d an hour; %.1f ms of processor"
                  + " time a poll, everything else it does meanwhile included",
              idler.who(),
              memory(idler.agent().pid()),
              requests.size(),
              seconds,
              polls,
              Math.round(requests.size() * 3600.0 / seconds),
              cpu * 1000 / Math.max(1, polls)));
    }
  }

  private static String memory(long pid) throws IOException {
    List<String> said = new ArrayList<>();
    for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/smaps_rollup"))) {
      if (line.startsWith("Rss:") || line.startsWith("Pss:")) {
        long kb = Long.parseLong(Objects.requireNonNull(line).replaceAll("\\D", ""));
        said.add(
            line.substring(0, 3).toUpperCase(Locale.ROOT) + " " + Math.round(kb / 1024.0) + " MB");
      }
    }
    return String.join(", ", said);
  }
}
