package io.fleetman.e2e.fault;

import io.fleetman.e2e.Rung;
import io.fleetman.e2e.fleet.AgentNode;
import io.fleetman.e2e.fleet.Fleet;
import io.fleetman.e2e.fleet.WebService;
import io.fleetman.e2e.node.RunResult;
import io.fleetman.e2e.store.Endpoint;
import io.fleetman.store.ListPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * One real node under random faults with a publish every few seconds for a long time; says whether
 * memory, threads, files, disk and store stay flat.
 */
final class Soak {
  private static final String NODE = "soak-1";
  private static final String MANIFEST = "soak";
  private static final int KEPT = 5;
  private static final long KEPT_FOR_EVER = Long.MAX_VALUE;

  private final Path out;
  private final Duration time;
  private final Duration every;
  private final Samples samples =
      new Samples(
          new Samples.Figure("agent resident (KB)", 4_096),
          new Samples.Figure("agent live heap (KB)", 2_048),
          new Samples.Figure("agent threads", 3),
          new Samples.Figure("agent open files", 5),
          new Samples.Figure("releases on the node (KB)", 512),
          new Samples.Figure("agent's state folder (KB)", 64),
          new Samples.Figure("bytes' objects of the cell's versions", 10),
          new Samples.Figure("bytes' objects of deployments", 30),
          new Samples.Figure("histories", 10),
          new Samples.Figure("tombstones of versions and deployments", KEPT_FOR_EVER),
          new Samples.Figure("other objects", 20));
  private final Deque<String> versions = new ArrayDeque<>();
  private final Map<Integer, Integer> exits = new HashMap<>();
  private int published;

  private Soak(Path out, Duration time, Duration every) {
    this.out = out;
    this.time = time;
    this.every = every;
  }

  /** {@code [minutes [seconds between two publishes [seed [folder for the results]]]]}. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    int minutes = Integer.parseInt(argument(arguments, 0, "60"));
    int seconds = Integer.parseInt(argument(arguments, 1, "20"));
    long seed = Long.parseLong(argument(arguments, 2, "4"));
    Path out = Files.createDirectories(Path.of(argument(arguments, 3, "target/soak")));
    Soak soak = new Soak(out, Duration.ofMinutes(minutes), Duration.ofSeconds(seconds));
    System.exit(soak.run(seed) ? 0 : 1);
  }

  private static String argument(String[] arguments, int i, String preset) {
    return arguments.length > i ? arguments[i] : preset;
  }

  private boolean run(long seed) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("fleetman-soak");
    boolean minio = System.getenv("FLEETMAN_TEST_MINIO_ENDPOINT") != null;
    try (Fleet fleet =
            minio
                ? Fleet.at(folder, Endpoint.fromEnvironment(Rung.MINIO.name()))
                : Fleet.init(folder);
        FaultProxy proxy =
            FaultProxy.start(
                0, fleet.endpoint().url(), new Faults(seed, this::log), FaultProxy.Line.PERFECT)) {
      fleet.agentsThrough(
          proxy.url(),
          "request_timeout: 5s\n",
          "poll_interval: 1s\nheartbeat_interval: 5s\nscan_interval: 20s\n");
      try (AgentNode node = AgentNode.asRoot(fleet, NODE)) {
        log("soak seed " + seed + ", store " + (minio ? "minio" : "embedded"));
        return soak(fleet, proxy, node, new WebService(folder, "soak").on(NODE, "soak"), seed);
      }
    }
  }

  private boolean soak(Fleet fleet, FaultProxy proxy, AgentNode node, WebService web, long seed)
      throws IOException, InterruptedException {
    AgentProbe probe = new AgentProbe(node);
    for (int i = 0; i < 8; i++) {
      web.version("0").write("data-" + i, "unchanging " + i + "\n".repeat(4096));
    }
    publish(fleet, web);
    long first = probe.pid();
    write("samples.csv", "time," + samples.names());
    Thread weather = Thread.ofPlatform().name("weather").start(new Weather(proxy, seed));
    Instant end = Instant.now().plus(time);
    for (Instant next = Instant.now(); Instant.now().isBefore(end); next = next.plus(every)) {
      Thread.sleep(Math.max(0, Duration.between(Instant.now(), next).toMillis()));
      publish(fleet, web);
      prune(fleet);
      sample(fleet, probe);
    }
    weather.interrupt();
    weather.join();
    boolean converges = converges(fleet, web, node);
    return verdict(converges, probe.pid() == first, proxy.faults().met());
  }

  // Its content is new each time; a publish that fails under faults is no fault of the soak's.
  private void publish(Fleet fleet, WebService web) throws IOException {
    String version = Integer.toString(++published);
    web.version(version).write("payload", "x".repeat(1 << 20) + version);
    RunResult result =
        fleet.cli("deploy", web.folder(), "--version", version, "--yes", "--timeout", "30s");
    exits.merge(result.exit(), 1, Integer::sum);
    versions.addLast(version);
    if (!result.succeeded()) {
      log("deploy " + version + " ended with " + result.exit() + ": " + result.err().strip());
    }
  }

  // As an operator's timer would: the cell's versions and histories, then deployments of theirs.
  private void prune(Fleet fleet) throws IOException {
    String kept = Integer.toString(KEPT);
    tried(fleet, "prune", "--keep-versions", kept, "--keep-histories", kept, "--yes");
    while (versions.size() > KEPT) {
      String old = versions.removeFirst();
      tried(fleet, "deployment", "recycle", MANIFEST, old);
      tried(fleet, "deployment", "purge", MANIFEST, old, "--yes");
    }
    tried(fleet, "activity", "prune", "--older-than", "1m", "--yes");
  }

  private void tried(Fleet fleet, String... command) throws IOException {
    RunResult result = fleet.cli(command);
    if (!result.succeeded()) {
      log(String.join(" ", command) + " ended with " + result.exit() + ": " + result.err().strip());
    }
  }

  private void sample(Fleet fleet, AgentProbe probe) throws IOException {
    long pid = probe.pid();
    Map<String, Long> objects = objects(fleet);
    write(
        "samples.csv",
        Instant.now()
            + ","
            + samples.add(
                probe.resident(pid),
                probe.liveHeap(pid),
                probe.threads(pid),
                probe.openFiles(pid),
                probe.disk("/opt/fleetman"),
                probe.disk("/var/lib/fleetagent"),
                objects.getOrDefault("bytes", 0L),
                objects.getOrDefault("deployments", 0L),
                objects.getOrDefault("histories", 0L),
                objects.getOrDefault("tombstones", 0L),
                objects.getOrDefault("other", 0L)));
  }

  private static Map<String, Long> objects(Fleet fleet) {
    Map<String, Long> count = new HashMap<>();
    String next = null;
    do {
      ListPage page = fleet.documents().objects().list("", null, next);
      page.objects().forEach(o -> count.merge(kind(o.key()), 1L, Long::sum));
      next = page.next();
    } while (next != null);
    return count;
  }

  private static String kind(String key) {
    if (key.contains("/history/")) {
      return "histories";
    }
    // A version's name is never used again, so that a small document of it stays.
    if (key.matches(
        "cells/.*/versions/[^/]+/manifest.json|deployments/[^/]+/[^/]+/deployment.json")) {
      return "tombstones";
    }
    if (key.startsWith("deployments/")) {
      return "deployments";
    }
    return key.contains("/versions/") ? "bytes" : "other";
  }

  private boolean converges(Fleet fleet, WebService web, AgentNode node) throws IOException {
    publish(fleet, web);
    return node.answer(web, "soak").startsWith(published + " ");
  }

  private boolean verdict(boolean converges, boolean sameAgent, long faults) throws IOException {
    String text =
        """
        %s
        %d publishes in %d min, exit codes %s; %d faults. The last publish, in calm: %s. The agent \
        %s. %s
        """
            .formatted(
                samples.table(),
                published,
                time.toMinutes(),
                exits,
                faults,
                converges ? "runs" : "DOES NOT RUN",
                sameAgent ? "is the same process all the way" : "WAS RESTARTED",
                samples.grown().isEmpty() ? "All flat." : "GROWN: " + samples.grown());
    write("verdict.md", text);
    System.out.print(text);
    return converges && sameAgent && samples.grown().isEmpty();
  }

  private void log(String line) {
    try {
      write("faults.log", Instant.now() + " " + line);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private synchronized void write(String file, String line) throws IOException {
    Files.writeString(
        out.resolve(file), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }
}
