package io.fleetman.controller.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fleetman.codec.FieldException;
import io.fleetman.codec.Json;
import io.fleetman.controller.job.Executions;
import io.fleetman.controller.job.JobLog;
import io.fleetman.controller.support.Refusal;
import io.fleetman.controller.web.ApiExchange;
import io.fleetman.controller.web.JobSites;
import io.fleetman.job.Verdict;
import io.fleetman.job.gate.Board;
import io.fleetman.job.gate.Gates;
import io.fleetman.job.gate.Standing;
import io.fleetman.job.log.Frame;
import io.fleetman.layout.ExecutionId;
import io.fleetman.layout.NodeId;
import io.fleetman.store.Pace;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The output of an execution's node: as text, as NDJSON with stream and time, or as server-sent
 * events while it runs. It goes out as it is read, chunk by chunk, however much there is.
 */
final class LogAnswer {
  // A follower comes back by itself; so nobody holds a connection for ever.
  private static final Duration LONGEST = Duration.ofSeconds(55);
  private static final Duration PAUSE = Duration.ofMillis(700);

  private final ApiExchange exchange;
  private final Executions executions;

  LogAnswer(ApiExchange exchange, JobSites jobs) {
    this.exchange = exchange;
    this.executions = jobs.of(exchange.site());
  }

  void send() throws IOException, InterruptedException {
    ExecutionId id = exchange.path("execution", ExecutionId::new);
    Board board = executions.settled(id);
    NodeId node = node(board);
    Standing standing = Objects.requireNonNull(board.standings().get(node), "a target");
    int attempt =
        exchange
            .query("attempt")
            .map(LogAnswer::number)
            .orElse(
                standing instanceof Standing.Open o && o.before() != null
                    ? o.before().attempt()
                    : standing.attempt());
    JobLog log = new JobLog(JobSites.fleet(exchange.site()), id, node, attempt);
    Verdict verdict = board.verdicts().get(new Gates.Key(node, attempt));
    switch (exchange.query("format").orElse("text")) {
      case "text" -> text(log, verdict);
      case "ndjson" -> ndjson(log, verdict);
      case "events" -> events(log, id, node, attempt);
      default -> throw new FieldException("format", "it is one of text, ndjson and events", null);
    }
  }

  private NodeId node(Board board) {
    List<NodeId> targets = board.run().job().targets();
    String name = exchange.query("node").orElse(null);
    if (name == null && targets.size() == 1) {
      return targets.getFirst();
    }
    if (name == null) {
      throw new FieldException("node", "name one of the execution's nodes", null);
    }
    return targets.stream()
        .filter(n -> n.value().equals(name))
        .findFirst()
        .orElseThrow(() -> new Refusal.NotFound("the execution has no node " + name));
  }

  private static int number(String text) {
    if (!text.matches("[1-9][0-9]{0,2}")) {
      throw new FieldException("attempt", "attempts count from 1", null);
    }
    return Integer.parseInt(text);
  }

  private void text(JobLog log, @Nullable Verdict verdict) throws IOException {
    String only = exchange.query("stream").orElse("");
    OutputStream out = begin("text/plain; charset=utf-8");
    log.read(
        verdict,
        frames -> {
          for (Frame frame : frames) {
            if (only.isEmpty() || only.equals(frame.stream().word())) {
              write(out, frame.bytes());
            }
          }
        });
    out.flush();
  }

  private void ndjson(JobLog log, @Nullable Verdict verdict) throws IOException {
    OutputStream out = begin("application/x-ndjson");
    Pieces pieces = new Pieces();
    log.read(
        verdict,
        frames ->
            pieces.of(frames).forEach(p -> write(out, (Json.line(p) + "\n").getBytes(UTF_8))));
    pieces.end().forEach(p -> write(out, (Json.line(p) + "\n").getBytes(UTF_8)));
    out.flush();
  }

  private void events(JobLog log, ExecutionId id, NodeId node, int attempt)
      throws IOException, InterruptedException {
    String seen = exchange.http().header("Last-Event-ID");
    if (seen != null && seen.matches("[0-9]{1,8}")) {
      log.from(Integer.parseInt(seen));
    }
    OutputStream out = begin("text/event-stream");
    if (exchange.isHead()) {
      return;
    }
    long begun = System.nanoTime();
    Pieces pieces = new Pieces();
    while (true) {
      Board board = executions.settled(id);
      Verdict verdict = board.verdicts().get(new Gates.Key(node, attempt));
      log.read(
          verdict,
          frames -> {
            StringBuilder event = new StringBuilder();
            pieces.of(frames).forEach(p -> event.append(data(p)));
            event.append("id: ").append(log.chunks() + 1).append("\n\n");
            write(out, event.toString().getBytes(UTF_8));
          });
      Standing standing = board.standings().get(node);
      if (verdict != null || standing instanceof Standing.Ended) {
        pieces.end().forEach(p -> write(out, (data(p) + "\n").getBytes(UTF_8)));
        write(
            out,
            ("event: end\ndata: " + Json.line(Objects.requireNonNull(standing).status()) + "\n\n")
                .getBytes(UTF_8));
        out.flush();
        return;
      }
      write(out, ": waiting\n\n".getBytes(UTF_8));
      out.flush();
      if (System.nanoTime() - begun > LONGEST.toNanos()) {
        return;
      }
      Pace.pause(PAUSE);
    }
  }

  private static String data(Pieces.Piece piece) {
    return "data: " + Json.line(piece) + "\n";
  }

  private OutputStream begin(String type) {
    return exchange
        .http()
        .contentType(type)
        .header("Cache-Control", "no-store")
        .header("X-Accel-Buffering", "no")
        .outputStream();
  }

  private static void write(OutputStream out, byte[] bytes) {
    try {
      out.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
