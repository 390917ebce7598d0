package io.fleetman.controller.job;

import io.fleetman.codec.Json;
import io.fleetman.document.Author;
import io.fleetman.document.CellReport;
import io.fleetman.document.CellState;
import io.fleetman.document.Heartbeat;
import io.fleetman.document.NodeReport;
import io.fleetman.document.Profile;
import io.fleetman.job.ExecutionMark;
import io.fleetman.job.JobOutput;
import io.fleetman.job.NodeStatus;
import io.fleetman.job.SlotRef;
import io.fleetman.job.Verdict;
import io.fleetman.job.gate.Entry;
import io.fleetman.job.gate.JobGate;
import io.fleetman.job.gate.Run;
import io.fleetman.job.gate.Standing;
import io.fleetman.job.log.Frame;
import io.fleetman.job.log.Frames;
import io.fleetman.job.log.Stream;
import io.fleetman.layout.CellId;
import io.fleetman.layout.ExecutionId;
import io.fleetman.layout.JobKeys;
import io.fleetman.layout.Keys;
import io.fleetman.layout.ManifestId;
import io.fleetman.layout.NodeId;
import io.fleetman.store.DocumentStore;
import io.fleetman.store.InMemoryObjectStore;
import io.fleetman.store.Precondition;
import io.fleetman.store.Read;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A node as tests play it: its words in the bucket, and the real gate. */
public final class TestNode {
  private final InMemoryObjectStore store;
  private final DocumentStore documents;
  private final InstantSource clock;
  private final NodeId node;

  /** Of this name. */
  public TestNode(InMemoryObjectStore store, InstantSource clock, String node) {
    this.store = store;
    this.documents = new DocumentStore(store);
    this.clock = clock;
    this.node = new NodeId(node);
  }

  /** Its heartbeat and report. */
  public TestNode reports(Map<String, String> labels, String... cells) {
    beats();
    List<CellReport> reports =
        java.util.stream.Stream.of(cells)
            .map(
                c ->
                    new CellReport(
                        new CellId(c),
                        new ManifestId(c),
                        Profile.SYSTEMD,
                        CellState.RUNNING,
                        null,
                        null,
                        "up",
                        1,
                        List.of(),
                        null,
                        List.of()))
            .toList();
    store.plant(
        Keys.report(node),
        Json.write(
            new NodeReport(
                node,
                "1",
                node.value(),
                "Debian",
                "amd64",
                new TreeMap<>(labels),
                new TreeMap<>(),
                reports,
                List.of())));
    return this;
  }

  /** Its heartbeat alone. */
  public TestNode beats() {
    store.plant(
        Keys.heartbeat(node),
        Json.write(
            new Heartbeat(
                node,
                "i",
                1,
                "1",
                1,
                30,
                5,
                null,
                null,
                null,
                null,
                null,
                new TreeMap<>(),
                null,
                null)));
    return this;
  }

  private JobGate gate(ExecutionId id) {
    Read.Found<ExecutionMark> found =
        (Read.Found<ExecutionMark>) documents.read(JobKeys.execution(id), ExecutionMark.class);
    return new JobGate(
        documents,
        new Run((ExecutionMark.Execution) found.value(), found.lastModified()),
        node,
        reason -> new Author(node.value(), clock.instant(), reason),
        System::nanoTime);
  }

  /** Begins the attempt that is open. */
  public Entry begins(ExecutionId id) {
    return gate(id).look() instanceof Standing.Open open
        ? gate(id).enter(open, node + "-" + open.attempt(), "i")
        : new Entry.Over("it is not open");
  }

  /** Puts a chunk of output. */
  public void writes(ExecutionId id, int chunk, Stream stream, String text) {
    store.put(JobKeys.logChunk(id, node, 1, chunk), chunk(stream, text), Precondition.ABSENT);
  }

  private static byte[] chunk(Stream stream, String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Frames.append(bytes, new Frame(stream, 1, text.getBytes(StandardCharsets.UTF_8)));
    return bytes.toByteArray();
  }

  /** Says the verdict of the attempt that runs, after this output. */
  public void ends(ExecutionId id, NodeStatus status, int chunks, @Nullable String said) {
    JobGate gate = gate(id);
    int attempt = gate.look().attempt();
    SlotRef slot = gate.slotOf(attempt);
    var _ =
        gate.say(
            new Verdict(
                node,
                attempt,
                status,
                gate.retries(status, attempt),
                status == NodeStatus.SUCCEEDED ? null : "exited with 3",
                status == NodeStatus.SUCCEEDED ? 0 : 3,
                slot,
                List.of(),
                new JobOutput(
                    chunks,
                    said == null
                        ? null
                        : new String(chunk(Stream.OUT, said), StandardCharsets.UTF_8),
                    0,
                    0,
                    0,
                    null),
                clock.instant(),
                clock.instant(),
                "i"));
  }

  /** Begins and ends. */
  public void runs(ExecutionId id, NodeStatus status, @Nullable String said) {
    if (begins(id) instanceof Entry.Begin) {
      ends(id, status, 0, said);
    }
  }
}
