package io.fleetman.benchmarks;

import io.fleetman.codec.Json;
import io.fleetman.document.Author;
import io.fleetman.document.CellDocument;
import io.fleetman.document.CellReport;
import io.fleetman.document.CellState;
import io.fleetman.document.CellStatus;
import io.fleetman.document.Desired;
import io.fleetman.document.DriftPolicy;
import io.fleetman.document.Heartbeat;
import io.fleetman.document.NodeReport;
import io.fleetman.document.Profile;
import io.fleetman.document.TriggerDocument;
import io.fleetman.layout.CellId;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.Keys;
import io.fleetman.layout.ManifestId;
import io.fleetman.layout.NodeId;
import io.fleetman.layout.Version;
import io.fleetman.store.FanOut;
import io.fleetman.store.ObjectStore;
import io.fleetman.store.Precondition;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** The portal's lists over a large fleet, beside an empty page of the same server. */
final class PortalTable {
  private static final int CELLS = 3;
  private static final int AT_ONCE = 8;
  private static final int WARM_UP = 2000;
  private static final ManifestId WEB = new ManifestId("web");
  private static final Version ONE = new Version("1.0");
  private static final Pattern URL = Pattern.compile("http://127\\.0\\.0\\.1:\\d+");

  private final Yard yard;
  private final Options options;
  private final Report report;
  private final Path root;

  PortalTable(Yard yard, Options options, Report report, Path root) {
    this.yard = yard;
    this.options = options;
    this.report = report;
    this.root = root;
  }

  void measure() throws IOException, InterruptedException {
    int nodes = options.small() ? 1_000 : 10_000;
    System.out.printf(Locale.ROOT, "planting %,d nodes x %d cells ...%n", nodes, CELLS);
    plant(nodes);
    int requests = options.small() ? 2_000 : 10_000;
    try (Relay relay = Relay.start(yard.address(), Duration.ZERO);
        Daemon empty = empty();
        Daemon portal = portal(relay);
        HttpClient http = HttpClient.newHttpClient()) {
      String peer = address("empty.log");
      String ours = address("portal.log") + "/b/main";
      awaitFleet(http, ours, nodes);
      refresh(relay, nodes);
      Map<String, String> pages = new TreeMap<>();
      pages.put("fleet page", "/fleet");
      pages.put("nodes page", "/nodes");
      pages.put("cells page", "/cells");
      pages.put("a cell's page", "/cells/node-00001/c1");
      for (Map.Entry<String, String> page : pages.entrySet()) {
        if (!options.wants(page.getKey())) {
          continue;
        }
        String row = String.format(Locale.ROOT, "%s, %,d requests", page.getKey(), requests);
        for (int run = 0; run < options.runs(3); run++) {
          ask(http, row, "empty Javalin page", peer + "/", requests, empty);
          ask(http, row, "portal", ours + page.getValue(), requests, portal);
        }
      }
      report.note(
          String.format(
              Locale.ROOT,
              "The controller's resident memory in the end: %d MB.",
              resident(portal.pid()) >> 20));
    }
    report.note(
        "To reach: 0.3 of the empty page's requests a second (3.3 of its time), p99 under 100 ms.");
  }

  private Daemon empty() throws IOException, InterruptedException {
    Daemon daemon =
        Daemon.start(
            yard.folder().resolve("empty.log"),
            Map.of(),
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                root.resolve("fleetman-controller/target/fleetman-controller.jar").toString(),
                root.resolve("benchmarks/EmptyPage.java").toString()));
    daemon.awaitSaid("listening on", 0, Duration.ofMinutes(1));
    return daemon;
  }

  // The configuration of the yard, with its store behind the relay that counts.
  private Daemon portal(Relay relay) throws IOException, InterruptedException {
    Path config = yard.folder().resolve("portal_config.yaml");
    Files.writeString(
        config,
        Files.readString(yard.folder().resolve("controller_config.yaml"))
            .replace(yard.place().endpoint(), relay.endpoint()));
    Daemon daemon =
        Daemon.start(
            yard.folder().resolve("portal.log"),
            Map.of("FLEETMAN_CONFIG", config.toString(), "FLEETMAN_BUILD", "never"),
            List.of(root.resolve("fleetman").toString(), "controller", "--port", "0"));
    daemon.awaitSaid("http://127.0.0.1", 0, Duration.ofMinutes(2));
    return daemon;
  }

  private String address(String log) throws IOException {
    // The portal names its store first.
    return URL.matcher(Files.readString(yard.folder().resolve(log)))
        .results()
        .map(MatchResult::group)
        .reduce((_, later) -> later)
        .orElseThrow(() -> new IOException("it does not say where it is: see " + log));
  }

  private static void awaitFleet(HttpClient http, String portal, int nodes)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + Duration.ofMinutes(10).toNanos();
    while (!get(http, portal + "/nodes").body().contains("of " + nodes + " nodes")) {
      if (System.nanoTime() > end) {
        throw new IOException("the controller did not read the fleet in ten minutes");
      }
      Thread.sleep(500);
    }
  }

  // Nothing changes, so all that is counted is what looking costs.
  private void refresh(Relay relay, int nodes) throws IOException, InterruptedException {
    int rounds = 5;
    relay.forget();
    long began = System.nanoTime();
    long end = began + Duration.ofMinutes(5).toNanos();
    int listings = 3 * Math.max(1, (nodes + 999) / 1000);
    while (relay.count() < rounds * listings && System.nanoTime() < end) {
      Thread.sleep(20);
    }
    report.add(
        String.format(Locale.ROOT, "%d refreshes of %,d nodes, nothing changed", rounds, nodes),
        "portal",
        new Spent((System.nanoTime() - began) / 1e9, 0, relay.count()));
  }

  private void ask(
      HttpClient http, String row, String contestant, String url, int requests, Daemon server)
      throws IOException, InterruptedException {
    load(http, url, Math.min(WARM_UP, requests));
    double cpu = Tool.cpuOf(server.pid());
    long began = System.nanoTime();
    long[] took = load(http, url, requests);
    double seconds = (System.nanoTime() - began) / 1e9;
    report.add(row, contestant, new Spent(seconds, Tool.cpuOf(server.pid()) - cpu, -1));
    Arrays.sort(took);
    report.note(
        String.format(
            Locale.ROOT,
            "%s, %s: %,.0f requests a second, p50 %.1f ms, p99 %.1f ms.",
            row,
            contestant,
            requests / seconds,
            took[took.length / 2] / 1e6,
            took[took.length * 99 / 100] / 1e6));
  }

  private static long[] load(HttpClient http, String url, int requests)
      throws InterruptedException {
    long[] took = new long[requests];
    AtomicInteger next = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < AT_ONCE; i++) {
      threads.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    for (int n = next.getAndIncrement(); n < requests; n = next.getAndIncrement()) {
                      long began = System.nanoTime();
                      get(http, url);
                      took[n] = System.nanoTime() - began;
                    }
                  }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    return took;
  }

  private static HttpResponse<String> get(HttpClient http, String url) {
    try {
      HttpResponse<String> answer =
          http.send(
              HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofMinutes(1)).build(),
              HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new IllegalStateException(url + " answers " + answer.statusCode());
      }
      return answer;
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(url + " does not answer", e);
    }
  }

  private static long resident(long pid) throws IOException {
    return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) << 10)
        .findFirst()
        .orElse(0);
  }

  private void plant(int nodes) {
    ObjectStore store = yard.documents().objects();
    FanOut.forEach(IntStream.rangeClosed(1, nodes).boxed().toList(), 32, n -> plant(store, n));
  }

  private static void plant(ObjectStore store, int n) {
    NodeId node = new NodeId(String.format(Locale.ROOT, "node-%05d", n));
    Instant now = Instant.now();
    Author author = new Author("bench", now, null);
    List<CellReport> reports = new ArrayList<>();
    TreeMap<CellId, CellState> words = new TreeMap<>();
    for (int c = 1; c <= CELLS; c++) {
      CellRef cell = new CellRef(node, new CellId("c" + c));
      put(
          store,
          Keys.cell(cell),
          new CellDocument(
              node, cell.cell(), "uid", WEB, new TreeMap<>(), DriftPolicy.REPORT, false, author));
      put(
          store,
          Keys.trigger(cell),
          new TriggerDocument(
              1L, "t1", "uid", Desired.RUNNING, ONE, "t1", null, List.of(), List.of("t1"), author));
      put(
          store,
          Keys.status(cell),
          new CellStatus(
              node,
              cell.cell(),
              "uid",
              WEB,
              Profile.SYSTEMD,
              1,
              "t1",
              "t1",
              null,
              CellState.RUNNING,
              ONE,
              ONE,
              null,
              List.of(),
              now,
              now));
      reports.add(
          new CellReport(
              cell.cell(),
              WEB,
              Profile.SYSTEMD,
              CellState.RUNNING,
              ONE,
              ONE,
              "up",
              10,
              List.of(),
              null,
              List.of()));
      words.put(cell.cell(), CellState.RUNNING);
    }
    long gb = 1L << 30;
    put(
        store,
        Keys.heartbeat(node),
        new Heartbeat(
            node, "i", 1, "0.1.0", 9, 30, 5, n % 100, gb, 4 * gb, 9 * gb, 99 * gb, words, null,
            null));
    put(
        store,
        Keys.report(node),
        new NodeReport(
            node,
            "0.1.0",
            node + ".example",
            "Debian GNU/Linux 13",
            "amd64",
            new TreeMap<>(Map.of("zone", "z" + n % 7)),
            new TreeMap<>(Map.of(Profile.SYSTEMD, "system")),
            reports,
            List.of()));
    put(store, Keys.doorbell(node), new io.fleetman.document.Doorbell("t1"));
  }

  private static void put(ObjectStore store, String key, Object document) {
    var _ = store.put(key, Json.write(document), Precondition.NONE);
  }
}
