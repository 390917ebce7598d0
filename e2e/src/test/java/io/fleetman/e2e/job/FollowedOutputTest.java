package io.fleetman.e2e.job;

import static io.fleetman.e2e.job.NodeJobs.sh;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fleetman.codec.Json;
import io.fleetman.e2e.fleet.Fleet;
import io.fleetman.e2e.fleet.LocalAgent;
import io.fleetman.job.NodeStatus;
import io.fleetman.job.Verdict;
import io.fleetman.job.log.Stream;
import io.fleetman.layout.ExecutionId;
import io.fleetman.layout.NodeId;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** 100 MB of output: whole and in order, while somebody looks at it in the portal and by events. */
class FollowedOutputTest {
  private static final int LINES = 11_200_000; // of 9 bytes
  private static final int PARTS = 10;
  private static final long SMALL = 200L * 1024 * 1024;
  private static final long FLAT = 48L * 1024 * 1024;
  private static final Pattern LINE = Pattern.compile(">(\\d{8})</div>");
  private static final long PATIENCE = Duration.ofMinutes(5).toNanos();
  private static final NodeId NODE = new NodeId("talker");

  @TempDir Path folder;
  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void aHundredMegabytesArriveWholeWhileTheFollowersStayResponsive() throws Exception {
    try (Fleet fleet = Fleet.init(folder);
        LocalAgent agent =
            LocalAgent.start(
                fleet,
                folder.resolve("agent"),
                NODE.value(),
                "",
                "jobs: {folder: " + folder.resolve("attempts") + "}\n")) {
      URI portal = fleet.portal();
      NodeJobs jobs = new NodeJobs(fleet, NODE);
      int part = LINES / PARTS;
      ExecutionId id = jobs.submit(sh("talk", talk(part)));
      Events events = new Events(portal, id);
      CompletableFuture<Void> heard = CompletableFuture.runAsync(events);
      Looks looks = new Looks(portal, id, agent);
      for (int i = 1; i <= PARTS; i++) {
        looks.until(i * part - 1);
        Files.createFile(folder.resolve("go-" + i));
      }
      heard.get(5, TimeUnit.MINUTES);

      Verdict verdict = jobs.ended(id);
      assertThat(verdict.status()).as(agent.log()).isEqualTo(NodeStatus.SUCCEEDED);
      assertThat(verdict.output().stdout()).isEqualTo(9L * LINES);
      Counting stored = new Counting();
      jobs.frames(
          id,
          verdict,
          frame -> {
            if (frame.stream() == Stream.OUT) {
              stored.add(new String(frame.bytes(), StandardCharsets.US_ASCII));
            }
          });
      assertThat(stored.next).isEqualTo(LINES);
      assertThat(jobs.text(id, verdict, Stream.ERR)).isEqualTo("x\n");
      assertThat(events.counting.next).isEqualTo(LINES);
      System.out.println("100 MB of output: " + looks + "; " + events);
      looks.areGood();
      assertThat(peak(agent)).isLessThan(SMALL);
    }
  }

  // After each part it waits until somebody has seen it.
  private String talk(int part) {
    return "for i in $(seq 1 %d); do seq -f %%08.0f $(((i - 1) * %d)) $((i * %d - 1)); while [ ! -e %s/go-$i ]; do sleep 0.1; done; done; echo x >&2"
        .formatted(PARTS, part, part, folder);
  }

  private HttpRequest.Builder to(URI portal, String path) {
    return HttpRequest.newBuilder(portal.resolve(path)).timeout(Duration.ofMinutes(2));
  }

  /** A page that is looked at again and again. */
  private final class Looks {
    private final URI portal;
    private final String path;
    private final LocalAgent agent;
    private final List<Long> millis = new ArrayList<>();
    private final List<Long> resident = new ArrayList<>();

    Looks(URI portal, ExecutionId id, LocalAgent agent) {
      this.portal = portal;
      this.path = "/b/main/jobs/executions/" + id + "/nodes/" + NODE;
      this.agent = agent;
    }

    /** Looks until the page's last line is this one. */
    void until(int line) throws IOException, InterruptedException {
      String wanted = "%08d".formatted(line);
      long begun = System.nanoTime();
      while (!look().equals(wanted)) {
        assertThat(System.nanoTime() - begun).as("waits for " + wanted).isLessThan(PATIENCE);
        Thread.sleep(300);
      }
    }

    private String look() throws IOException, InterruptedException {
      long begun = System.nanoTime();
      HttpResponse<String> page =
          http.send(to(portal, path).build(), HttpResponse.BodyHandlers.ofString());
      millis.add((System.nanoTime() - begun) / 1_000_000);
      resident.add(memory(agent, "VmRSS:"));
      assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
      assertThat(page.body().length()).as("a page stays small").isLessThan(2_000_000);
      return LINE.matcher(page.body())
          .results()
          .map(m -> m.group(1))
          .reduce((_, b) -> b)
          .orElse("");
    }

    // No look took long, and the agent took no more for more output.
    void areGood() {
      assertThat(millis.stream().sorted().toList().get(millis.size() / 2)).isLessThan(30_000);
      int half = resident.size() / 2;
      assertThat(Collections.max(resident.subList(half, resident.size())))
          .isLessThan(Collections.max(resident.subList(0, half)) + FLAT);
    }

    @Override
    public String toString() {
      List<Long> sorted = millis.stream().sorted().toList();
      return "%d looks at the page, median %d ms, slowest %d ms; agent resident %d to %d MB"
          .formatted(
              sorted.size(),
              sorted.get(sorted.size() / 2),
              sorted.getLast(),
              Collections.min(resident) >> 20,
              Collections.max(resident) >> 20);
    }
  }

  /** Server-sent events to their end, over as many connections as it takes. */
  private final class Events implements Runnable {
    private final URI portal;
    private final ExecutionId id;
    private final Counting counting = new Counting();
    private final long begun = System.nanoTime();
    private String seen = "";
    private long first;
    private int connections;

    Events(URI portal, ExecutionId id) {
      this.portal = portal;
      this.id = id;
    }

    @Override
    public void run() {
      try {
        while (!connection()) {
          connections++;
        }
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    private boolean connection() throws IOException, InterruptedException {
      HttpRequest.Builder request =
          to(portal, "/api/v1/jobs/executions/" + id + "/logs?format=events");
      if (!seen.isEmpty()) {
        request.header("Last-Event-ID", seen);
      }
      HttpResponse<InputStream> answer =
          http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
      assertThat(answer.statusCode()).isEqualTo(200);
      try (BufferedReader lines =
          new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
        List<String> event = new ArrayList<>();
        boolean end = false;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          if (line.startsWith("data: ")) {
            event.add(line.substring(6));
          } else if (line.startsWith("id: ")) {
            seen = line.substring(4);
          } else if (line.equals("event: end")) {
            end = true;
          } else if (line.isEmpty() && !end) {
            event.forEach(this::hear);
            event.clear();
          }
        }
        return end;
      }
    }

    private void hear(String data) {
      JsonNode piece = Json.read("event", data.getBytes(StandardCharsets.UTF_8), JsonNode.class);
      if (piece.get("stream").asText().equals("out")) {
        first = first == 0 ? System.nanoTime() : first;
        counting.add(piece.get("text").asText());
      }
    }

    @Override
    public String toString() {
      return "events: the first after %d ms, all after %d ms, %d connections"
          .formatted(
              (first - begun) / 1_000_000,
              (System.nanoTime() - begun) / 1_000_000,
              connections + 1);
    }
  }

  /** Numbers, a line each, that must come one after the other. */
  private static final class Counting {
    private final StringBuilder line = new StringBuilder();
    private int next;

    void add(String text) {
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        if (c == '\n') {
          if (Integer.parseInt(line, 0, line.length(), 10) != next) {
            throw new AssertionError(line + " came after " + (next - 1));
          }
          next++;
          line.setLength(0);
        } else {
          line.append(c);
        }
      }
    }
  }

  private static long peak(LocalAgent agent) throws IOException {
    return memory(agent, "VmHWM:");
  }

  private static long memory(LocalAgent agent, String what) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + agent.process().pid() + "/status")).stream()
        .filter(line -> line.startsWith(what))
        .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }
}
