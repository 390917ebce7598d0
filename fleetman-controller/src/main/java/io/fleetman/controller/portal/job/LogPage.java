package io.fleetman.controller.portal.job;

import io.fleetman.controller.job.JobLog;
import io.fleetman.controller.support.Listing;
import io.fleetman.controller.support.OpenFleet;
import io.fleetman.controller.web.Word;
import io.fleetman.job.StepResult;
import io.fleetman.job.Verdict;
import io.fleetman.job.gate.Board;
import io.fleetman.job.gate.Gates;
import io.fleetman.job.gate.Standing;
import io.fleetman.job.log.Frame;
import io.fleetman.job.log.Stream;
import io.fleetman.layout.ExecutionId;
import io.fleetman.layout.JobKeys;
import io.fleetman.layout.NodeId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What one node wrote, or the end of it.
 *
 * @param lines the last ones; with a search those that match
 * @param cut whether there is more than is shown
 * @param search what was looked for; empty: nothing
 */
public record LogPage(
    String execution,
    String name,
    ExecutionPage.Cell node,
    int attempt,
    List<Integer> attempts,
    List<StepResult> steps,
    List<Line> lines,
    boolean cut,
    String search,
    boolean open,
    long dropped) {
  private static final int MOST_LINES = 2_000;
  private static final int TAIL_CHUNKS = 2;

  /**
   * A line.
   *
   * @param stream {@code out}, {@code err} or {@code note}
   */
  public record Line(String stream, List<Ansi.Piece> pieces) {}

  static LogPage of(
      OpenFleet fleet, Board board, NodeId node, @Nullable Integer wanted, String search) {
    Standing standing = Objects.requireNonNull(board.standings().get(node), "a target");
    int last =
        standing instanceof Standing.Open o && o.before() != null
            ? o.before().attempt()
            : standing.attempt();
    int attempt = wanted == null ? last : Math.clamp(wanted, 1, last);
    Verdict verdict = board.verdicts().get(new Gates.Key(node, attempt));
    ExecutionId id = board.run().job().id();
    JobLog log = new JobLog(fleet, id, node, attempt);
    int chunks =
        verdict != null
            ? verdict.output().chunks()
            : Listing.all(fleet.objects(), JobKeys.log(id, node, attempt)).objects().size();
    boolean cut = false;
    if (search.isEmpty() && chunks > TAIL_CHUNKS) {
      log.from(chunks - TAIL_CHUNKS);
      cut = true;
    }
    Lines lines = new Lines(search);
    log.read(verdict, lines::add);
    lines.end();
    return new LogPage(
        id.value(),
        board.run().job().name(),
        ExecutionPage.of(board).cells().stream()
            .filter(c -> c.node().equals(node.value()))
            .findFirst()
            .orElseThrow(),
        attempt,
        IntStream.rangeClosed(1, last).boxed().toList(),
        verdict == null ? List.of() : verdict.steps(),
        List.copyOf(lines.kept),
        cut || lines.cut,
        search,
        !(standing instanceof Standing.Ended),
        verdict == null ? 0 : verdict.output().dropped());
  }

  /** A step's state as a word. */
  public static Word word(StepResult step) {
    return JobWords.of(step.status());
  }

  private static final class Lines {
    private final String search;
    private final Map<Stream, StringBuilder> begun = new EnumMap<>(Stream.class);
    private final Map<Stream, Ansi> colours = new EnumMap<>(Stream.class);
    private final Deque<Line> kept = new ArrayDeque<>();
    private boolean cut;

    Lines(String search) {
      this.search = search.toLowerCase(Locale.ROOT);
    }

    void add(List<Frame> frames) {
      for (Frame frame : frames) {
        StringBuilder line = begun.computeIfAbsent(frame.stream(), _ -> new StringBuilder());
        String text = new String(frame.bytes(), StandardCharsets.UTF_8);
        int from = 0;
        for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
          line.append(text, from, end);
          keep(frame.stream(), line.toString());
          line.setLength(0);
          from = end + 1;
        }
        line.append(text.substring(from));
      }
    }

    void end() {
      begun.forEach(
          (stream, line) -> {
            if (!line.isEmpty()) {
              keep(stream, line.toString());
            }
          });
    }

    private void keep(Stream stream, String line) {
      List<Ansi.Piece> pieces = colours.computeIfAbsent(stream, _ -> new Ansi()).line(line);
      if (!search.isEmpty() && !Ansi.plain(line).toLowerCase(Locale.ROOT).contains(search)) {
        return;
      }
      kept.add(new Line(stream.word(), pieces));
      if (kept.size() > MOST_LINES) {
        kept.removeFirst();
        cut = true;
      }
    }
  }
}
