package io.fleetman.benchmarks;

import io.fleetman.layout.CellRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/** An agent's deployment of a files-only cell beside {@code rclone copy} of the same objects. */
final class FetchTable {
  private static final int RUNS = 3; // so that the whole table takes a few minutes
  private static final String RHYTHM = "poll_interval: 100ms";
  private static final String PEER = "rclone copy --transfers 64";
  private static final String STARTED = "fleetagent, from its start";
  private static final String IDLE = "fleetagent, was idle";

  private record Kind(String name, String title, int files, long size) {}

  private final Yard yard;
  private final Options options;
  private final Report report;

  FetchTable(Yard yard, Options options, Report report) {
    this.yard = yard;
    this.options = options;
    this.report = report;
  }

  void measure() throws IOException, InterruptedException {
    int less = options.small() ? 10 : 1;
    whole(new Kind("small", count(5000 / less) + " x 4 KB", 5000 / less, 4096));
    whole(new Kind("middle", count(200 / less) + " x 1 MB", 200 / less, 1 << 20));
    whole(new Kind("large", "1 x " + count((1 << 10) / less) + " MB", 1, (1L << 30) / less));
    changed(
        new Kind("changed", "1 % of " + count(5000 / less) + " x 4 KB changed", 5000 / less, 4096));
  }

  private static String count(int number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private void whole(Kind kind) throws IOException, InterruptedException {
    if (!options.wants(kind.name())) {
      return;
    }
    CellRef cell = CellRef.parse("bench-" + kind.name() + "/" + kind.name());
    Tree tree = tree(kind);
    publish(tree, cell, "v0");
    AgentRun agent = new AgentRun(yard, cell, RHYTHM);
    Path target = yard.folder().resolve("rclone-" + kind.name());
    String source = yard.source(cell, "v0");
    for (int delay : new int[] {0, 25}) {
      String row = kind.title() + (delay == 0 ? ", loopback" : ", " + delay + " ms to first byte");
      try (Relay relay = Relay.start(yard.address(), Duration.ofMillis(delay))) {
        // On loopback only the requests are counted through the relay, in a run of their own.
        boolean direct = delay == 0;
        String endpoint = direct ? yard.place().endpoint() : relay.endpoint();
        for (int run = 0; run < options.runs(RUNS); run++) {
          yard.discard(target);
          relay.forget();
          Spent peer = rclone(endpoint, source, target);
          report.add(row, PEER, counted(peer, relay, direct));
          agent.reset();
          agent.want("v0");
          Spent started = agent.fromStart(endpoint, relay);
          check(agent, tree);
          report.add(row, STARTED, direct ? uncounted(started) : started);
          agent.reset();
          Spent idle = agent.fromIdle(endpoint, relay, "v0");
          report.add(row, IDLE, direct ? uncounted(idle) : idle);
        }
      }
    }
    agent.reset();
    yard.discard(target);
    yard.discard(tree.folder());
  }

  private void changed(Kind kind) throws IOException, InterruptedException {
    if (!options.wants(kind.name())) {
      return;
    }
    CellRef cell = CellRef.parse("bench-" + kind.name() + "/" + kind.name());
    Tree tree = tree(kind);
    int version = 0;
    publish(tree, cell, "v" + version);
    AgentRun agent = new AgentRun(yard, cell, RHYTHM);
    agent.reset();
    agent.want("v0");
    Path target = yard.folder().resolve("rclone-" + kind.name());
    rclone(yard.place().endpoint(), yard.source(cell, "v0"), target);
    try (Relay unused = Relay.start(yard.address(), Duration.ZERO)) {
      agent.fromStart(yard.place().endpoint(), unused);
    }
    for (int delay : new int[] {0, 25}) {
      String row = kind.title() + (delay == 0 ? ", loopback" : ", " + delay + " ms to first byte");
      try (Relay relay = Relay.start(yard.address(), Duration.ofMillis(delay))) {
        boolean direct = delay == 0;
        String endpoint = direct ? yard.place().endpoint() : relay.endpoint();
        for (int run = 0; run < options.runs(RUNS); run++) {
          String first = "v" + ++version;
          tree.change(version);
          publish(tree, cell, first);
          String second = "v" + ++version;
          tree.change(version);
          publish(tree, cell, second);
          relay.forget();
          Spent peer = rclone(endpoint, yard.source(cell, first), target, "--checksum");
          report.add(row, PEER + " --checksum", counted(peer, relay, direct));
          agent.want(first);
          Spent started = agent.fromStart(endpoint, relay);
          report.add(row, STARTED, direct ? uncounted(started) : started);
          Spent idle = agent.fromIdle(endpoint, relay, second);
          String requests = requests(relay);
          check(agent, tree);
          report.add(row, IDLE, direct ? uncounted(idle) : idle);
          rclone(yard.place().endpoint(), yard.source(cell, second), target, "--checksum");
          if (!direct && run == 0) {
            report.note("An idle agent's redeploy of " + kind.title() + ": " + requests + ".");
          }
        }
      }
    }
    agent.reset();
    yard.discard(target);
    yard.discard(tree.folder());
  }

  private Tree tree(Kind kind) throws IOException {
    System.out.println("making " + kind.title() + " ...");
    return new Tree(yard.folder().resolve("tree-" + kind.name()), kind.files(), kind.size())
        .write("bench-" + kind.name());
  }

  private void publish(Tree tree, CellRef cell, String version)
      throws IOException, InterruptedException {
    Path definition = tree.folder().resolve("fleetman.yaml");
    String yaml = Files.readString(definition);
    if (!yaml.contains("cells:")) {
      Files.writeString(
          definition, yaml + "cells:\n  - {node: " + cell.node() + ", id: " + cell.cell() + "}\n");
    }
    yard.fleetman("deploy", tree.folder().toString(), "--version", version, "--yes", "--no-wait");
  }

  private Spent rclone(String endpoint, String source, Path target, String... more)
      throws IOException, InterruptedException {
    String[] arguments = new String[5 + more.length];
    arguments[0] = "copy";
    arguments[1] = "--transfers";
    arguments[2] = "64";
    System.arraycopy(more, 0, arguments, 3, more.length);
    arguments[3 + more.length] = source;
    arguments[4 + more.length] = target.toString();
    return yard.rclone(endpoint, arguments);
  }

  /** What was asked for because of the redeploy, and what would have been asked for anyway. */
  private static String requests(Relay relay) {
    int bytes = 0;
    int documents = 0;
    int writes = 0;
    int anyway = 0;
    for (Relay.Request request : relay.requests()) {
      String line = request.line();
      if (!line.contains("/cells/") && !line.contains("cells%2F")) {
        anyway++;
      } else if (!line.startsWith("GET ")) {
        writes++;
      } else if (line.contains("/versions/") && !line.endsWith("/manifest.json")) {
        bytes++;
      } else {
        documents++;
      }
    }
    return "%d GETs of files, %d of trigger, mark and listings, %d writes of status and history; %d polls, heartbeats and reports meanwhile"
        .formatted(bytes, documents, writes, anyway);
  }

  private static Spent counted(Spent spent, Relay relay, boolean direct) {
    return new Spent(spent.seconds(), spent.cpu(), direct ? -1 : relay.count());
  }

  private static Spent uncounted(Spent spent) {
    return new Spent(spent.seconds(), spent.cpu(), -1);
  }

  // Speed is worth nothing if the files are not there.
  private static void check(AgentRun agent, Tree tree) throws IOException {
    long bytes = 0;
    try (var all = Files.walk(agent.active().toRealPath())) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        bytes += Files.size(file);
      }
    }
    if (bytes != tree.bytes()) {
      throw new IOException(
          "the agent has " + bytes + " bytes in place instead of " + tree.bytes());
    }
  }
}
