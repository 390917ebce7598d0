package io.fleetman.e2e.pages;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fleetman.codec.Json;
import io.fleetman.codec.Sha256;
import io.fleetman.controller.job.Templates;
import io.fleetman.controller.support.OpenFleet;
import io.fleetman.document.Author;
import io.fleetman.document.Heartbeat;
import io.fleetman.document.NodeReport;
import io.fleetman.job.Claim;
import io.fleetman.job.ExecutionMark;
import io.fleetman.job.InboxEntry;
import io.fleetman.job.JobDocument;
import io.fleetman.job.JobOutput;
import io.fleetman.job.JobPolicy;
import io.fleetman.job.NodeStatus;
import io.fleetman.job.StepResult;
import io.fleetman.job.Verdict;
import io.fleetman.job.log.Frame;
import io.fleetman.job.log.Frames;
import io.fleetman.job.log.Stream;
import io.fleetman.layout.ExecutionId;
import io.fleetman.layout.Ids;
import io.fleetman.layout.JobKeys;
import io.fleetman.layout.Keys;
import io.fleetman.layout.NodeId;
import io.fleetman.layout.TemplateId;
import io.fleetman.store.DocumentStore;
import io.fleetman.store.InMemoryObjectStore;
import java.io.ByteArrayOutputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Five hundred nodes and an execution on all of them, in every state that there is. */
final class JobScene {
  static final int NODES = 500;

  final InMemoryObjectStore store = new InMemoryObjectStore();

  /** On every node. */
  final ExecutionId large;

  private final OpenFleet fleet =
      new OpenFleet(new DocumentStore(store), Clock.systemUTC(), "ada@laptop");
  private final Instant began = Instant.now().minusSeconds(95);

  JobScene() {
    store.plant(Keys.FLEET, "{\"formatVersion\": 1, \"fleetId\": \"f1\"}");
    List<NodeId> nodes = IntStream.rangeClosed(1, NODES).mapToObj(JobScene::node).toList();
    nodes.forEach(this::heardOf);
    small(nodes.subList(0, 3), "Rotate the logs", 4000);
    small(nodes.subList(0, 40), "uname -a", 3000);
    large =
        execution(
            nodes,
            "install-packages",
            "Install nginx",
            Map.of("packages", "nginx"),
            "region=eu",
            Instant.now().minusSeconds(120));
    for (int i = 1; i <= NODES; i++) {
      state(large, i);
    }
  }

  /** By its number. */
  static NodeId node(int number) {
    return new NodeId("edge-%03d".formatted(number));
  }

  private void state(ExecutionId id, int i) {
    NodeId node = node(i);
    switch (i % 50) {
      case 7 -> failed(id, node, NodeStatus.FAILED, 100, "step 'Install' exited with 100");
      case 13 -> {
        if (i < 200) {
          failed(id, node, NodeStatus.TIMED_OUT, null, "step 'Install' took longer than 5m");
        } else {
          failed(
              id, node, NodeStatus.REJECTED, null, "this node does not take steps of runCommand");
        }
      }
      case 21 -> {
        if (i < 120) {
          failed(
              id,
              node,
              NodeStatus.LOST,
              null,
              "the agent died in the middle and the attempt was not found again: nobody knows how"
                  + " it ended");
        } else {
          plant(
              JobKeys.claim(id, node, 1),
              new Claim.Expired("it did not begin within 1h", author("controller")));
        }
      }
      case 28 ->
          plant(
              JobKeys.claim(id, node, 1),
              new Claim.Canceled("canceled by ada@laptop: not this one", author("ada@laptop")));
      case 33, 34 -> {
        plant(JobKeys.claim(id, node, 1), new Claim.Taken("n", "i1"));
        chunk(id, node, 0, coloured());
      }
      case 40, 41, 42 -> {
        // has not begun
      }
      default ->
          ended(
              id,
              node,
              NodeStatus.SUCCEEDED,
              0,
              null,
              i % 9 == 0
                  ? "nginx is already the newest version (1.26.3-3).\n"
                  : "Setting up nginx (1.26.3-3) ...\n");
    }
  }

  private static byte[] coloured() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    add(bytes, Stream.OUT, 40, "\u001b[1mReading package lists...\u001b[0m\n");
    add(bytes, Stream.OUT, 300, "\u001b[32mGet:1\u001b[0m http://deb.example trixie InRelease\n");
    add(bytes, Stream.ERR, 900, "debconf: unable to initialize frontend: Dialog\n");
    add(bytes, Stream.OUT, 1200, "\u001b[31mErr:2\u001b[0m http://deb.example trixie/main\n");
    for (int i = 1; i <= 60; i++) {
      add(
          bytes,
          i % 17 == 0 ? Stream.ERR : Stream.OUT,
          1200 + 800L * i,
          "Unpacking libnginx-mod-"
              + i
              + " (1.26.3-3) over (1.24.0-2) ... "
              + "x".repeat(i)
              + "\n");
    }
    add(bytes, Stream.OUT, 52_000, "\u001b[33m<b>&half a line");
    return bytes.toByteArray();
  }

  private static void add(ByteArrayOutputStream bytes, Stream stream, long millis, String text) {
    Frames.append(bytes, new Frame(stream, millis, text.getBytes(UTF_8)));
  }

  private void failed(
      ExecutionId id, NodeId node, NodeStatus status, @Nullable Integer exit, String reason) {
    ended(id, node, status, exit, reason, "E: Unable to locate package\n");
  }

  private void ended(
      ExecutionId id,
      NodeId node,
      NodeStatus status,
      @Nullable Integer exit,
      @Nullable String reason,
      String said) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    add(bytes, exit == null || exit == 0 ? Stream.OUT : Stream.ERR, 700, said);
    plant(JobKeys.claim(id, node, 1), new Claim.Taken("n", "i1"));
    plant(
        JobKeys.verdict(id, node, 1),
        new Verdict(
            node,
            1,
            status,
            false,
            reason,
            exit,
            null,
            List.of(new StepResult("Install", status, exit, 1, 3200, reason)),
            new JobOutput(
                0, bytes.toString(UTF_8), said.length(), 0, 0, Sha256.of(said.getBytes(UTF_8))),
            began,
            began.plusMillis(3300),
            "i1"));
  }

  private void small(List<NodeId> nodes, String name, int secondsAgo) {
    Instant at = Instant.now().minusSeconds(secondsAgo);
    ExecutionId id = execution(nodes, "health-check", name, Map.of("url", "http://x/"), "all", at);
    for (NodeId node : nodes) {
      if (node.value().endsWith("2")) {
        failed(id, node, NodeStatus.FAILED, 7, "step 'Check' exited with 7");
      } else {
        ended(id, node, NodeStatus.SUCCEEDED, 0, null, "ok\n");
      }
    }
  }

  private ExecutionId execution(
      List<NodeId> nodes,
      String template,
      String name,
      Map<String, String> parameters,
      String chosen,
      Instant at) {
    ExecutionId id = new ExecutionId(Ids.ordered(at));
    JobDocument document = new Templates(fleet).get(new TemplateId(template)).document();
    plant(
        JobKeys.execution(id),
        new ExecutionMark.Execution(
            id,
            name,
            template + " 1",
            document,
            new TreeMap<>(parameters),
            nodes,
            chosen,
            JobPolicy.DEFAULT,
            null,
            new Author("ada@laptop", at, "the notice of Friday")));
    nodes.forEach(node -> plant(JobKeys.inbox(node, id), new InboxEntry(id)));
    return id;
  }

  private void chunk(ExecutionId id, NodeId node, int number, byte[] frames) {
    store.plant(JobKeys.logChunk(id, node, 1, number), frames);
  }

  private static Author author(String by) {
    return new Author(by, Instant.now(), null);
  }

  private void heardOf(NodeId node) {
    plant(
        Keys.heartbeat(node),
        new Heartbeat(
            node,
            "i1",
            7,
            "0.1.0",
            3600,
            10,
            5,
            null,
            null,
            null,
            null,
            null,
            new TreeMap<>(),
            null,
            null));
    boolean west = node.value().compareTo("edge-300") > 0;
    plant(
        Keys.report(node),
        new NodeReport(
            node,
            "0.1.0",
            node + ".example",
            "Debian 13",
            "x86_64",
            new TreeMap<>(Map.of("region", west ? "us" : "eu", "disk", "ssd")),
            new TreeMap<>(),
            List.of(),
            List.of()));
  }

  private void plant(String key, Object document) {
    store.plant(key, Json.write(document));
  }
}
