package io.fleetman.controller.portal.job;

import io.fleetman.controller.console.Human;
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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.BiPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What one node wrote, or the end of it.
 *
 * @param lines the last ones of those that were asked for
 * @param cut whether there is more than is shown
 * @param asked which lines were asked for
 * @param open whether more may come
 * @param dropped how many bytes were not kept
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
    Asked asked,
    boolean open,
    long dropped) {
  private static final int MOST_LINES = 2_000;
  private static final int TAIL_CHUNKS = 2;

  /**
   * A line.
   *
   * @param stream {@code out}, {@code err} or {@code note}
   * @param at when it came, since the attempt began
   */
  public record Line(String stream, String at, List<Ansi.Piece> pieces) {
    static Line of(LogText.Line line) {
      return new Line(line.stream().word(), at(line.millis()), line.pieces());
    }

    static Line of(LogText.Line line, String search) {
      return search.isEmpty()
          ? of(line)
          : new Line(line.stream().word(), at(line.millis()), Hits.of(search).in(line.pieces()));
    }

    private static String at(long millis) {
      long s = millis / 1000;
      return s < 3600
          ? String.format(Locale.ROOT, "%d:%02d.%d", s / 60, s % 60, millis % 1000 / 100)
          : String.format(Locale.ROOT, "%d:%02d:%02d", s / 3600, s / 60 % 60, s % 60);
    }
  }

  /**
   * Which lines.
   *
   * @param attempt null: the last one
   * @param stream {@code out} or {@code err}; empty: both
   * @param search what they hold, in capitals or not; empty: anything
   */
  public record Asked(@Nullable Integer attempt, String stream, String search) {
    /** Whether they are only some. */
    boolean some() {
      return !stream.isEmpty() || !search.isEmpty();
    }

    private BiPredicate<Stream, String> wanted() {
      String words = search.toLowerCase(Locale.ROOT);
      return (from, text) ->
          (stream.isEmpty() || from == Stream.NOTE || from.word().equals(stream))
              && (words.isEmpty() || Ansi.plain(text).toLowerCase(Locale.ROOT).contains(words));
    }
  }

  static LogPage of(OpenFleet fleet, Board board, NodeId node, Asked asked) {
    Standing standing = Objects.requireNonNull(board.standings().get(node), "a target");
    int last =
        standing instanceof Standing.Open o && o.before() != null
            ? o.before().attempt()
            : standing.attempt();
    int attempt = asked.attempt() == null ? last : Math.clamp(asked.attempt(), 1, last);
    Verdict verdict = board.verdicts().get(new Gates.Key(node, attempt));
    ExecutionId id = board.run().job().id();
    Tail tail = new Tail();
    boolean cut = read(fleet, id, node, attempt, verdict, asked, tail);
    return new LogPage(
        id.value(),
        board.run().job().name(),
        ExecutionPage.Cell.of(node, standing),
        attempt,
        IntStream.rangeClosed(1, last).boxed().toList(),
        verdict == null ? List.of() : verdict.steps(),
        tail.kept.stream().map(line -> Line.of(line, asked.search())).toList(),
        cut || tail.cut,
        asked,
        !(standing instanceof Standing.Ended),
        verdict == null ? 0 : verdict.output().dropped());
  }

  // All of it where something is looked for, else its last chunks: whether there was more.
  private static boolean read(
      OpenFleet fleet,
      ExecutionId id,
      NodeId node,
      int attempt,
      @Nullable Verdict verdict,
      Asked asked,
      Tail tail) {
    JobLog log = new JobLog(fleet, id, node, attempt);
    int chunks =
        verdict != null
            ? verdict.output().chunks()
            : Listing.all(fleet.objects(), JobKeys.log(id, node, attempt)).objects().size();
    boolean skips = !asked.some() && chunks > TAIL_CHUNKS;
    if (skips) {
      log.from(chunks - TAIL_CHUNKS);
    }
    LogText text = new LogText(asked.wanted(), tail::add);
    boolean cut = skips;
    if (asked.some()) {
      log.read(verdict, text::add);
    } else {
      List<Frame> frames = new ArrayList<>();
      log.read(verdict, frames::addAll);
      int from = lastLines(frames);
      cut |= from > 0;
      text.add(frames.subList(from, frames.size()));
    }
    text.end();
    return cut;
  }

  // Whoever follows looks again every second or two, and lines that are not shown need not be made.
  private static int lastLines(List<Frame> frames) {
    int from = frames.size();
    int lines = 0;
    while (from > 0 && lines <= MOST_LINES) {
      from--;
      for (byte b : frames.get(from).bytes()) {
        lines += b == '\n' ? 1 : 0;
      }
    }
    return from;
  }

  /** How many lines were found, in words; empty if nothing was looked for. */
  public String found() {
    return asked.search().isEmpty() || lines.isEmpty()
        ? ""
        : Human.count(lines.size(), "line") + (cut ? " or more" : "") + " found.";
  }

  /** Whether it is shown as it comes. */
  public boolean live() {
    return open && !asked.some();
  }

  /** A step's state as a word. */
  public static Word word(StepResult step) {
    return JobWords.of(step.status());
  }

  /** How long a step took. */
  public static String took(StepResult step) {
    return step.millis() < 1_000
        ? step.millis() + " ms"
        : String.format(Locale.ROOT, "%.1f s", step.millis() / 1000.0);
  }

  private static final class Tail {
    private final Deque<LogText.Line> kept = new ArrayDeque<>();
    private boolean cut;

    void add(LogText.Line line) {
      kept.add(line);
      if (kept.size() > MOST_LINES) {
        kept.removeFirst();
        cut = true;
      }
    }
  }
}
