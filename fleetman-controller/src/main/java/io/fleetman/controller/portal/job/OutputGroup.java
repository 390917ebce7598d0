package io.fleetman.controller.portal.job;

import io.fleetman.controller.job.JobLog;
import io.fleetman.controller.support.OpenFleet;
import io.fleetman.job.JobOutput;
import io.fleetman.job.Verdict;
import io.fleetman.job.gate.Board;
import io.fleetman.job.gate.Standing;
import io.fleetman.layout.ExecutionId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Nodes that wrote the same.
 *
 * @param id of the output
 * @param nodes all of them
 * @param lines the beginning of what they wrote; empty if it is long
 * @param cut whether they wrote more
 */
public record OutputGroup(String id, List<String> nodes, List<LogPage.Line> lines, boolean cut) {
  private static final int MOST_LINES = 8;
  // What is longer is not read for a glance at it.
  private static final long MOST_READ = 16 * 1024;
  private static final int NAMED = 6;
  private static final int ID = 16;
  private static final String NOTHING = "nothing";

  /** Those that have ended, the largest group first. */
  static ExecutionPage.Some<OutputGroup> of(OpenFleet fleet, Board board, int most) {
    Map<String, List<Verdict>> same = new LinkedHashMap<>();
    for (Standing standing : board.standings().values()) {
      if (standing instanceof Standing.Ended e && e.last() != null) {
        JobOutput output = e.last().output();
        String key = output.equals(JobOutput.NONE) ? NOTHING : output.sha256();
        if (key != null) {
          same.computeIfAbsent(key, _ -> new ArrayList<>()).add(e.last());
        }
      }
    }
    return new ExecutionPage.Some<>(
        same.entrySet().stream()
            .sorted(Comparator.comparingInt(g -> -g.getValue().size()))
            .limit(most)
            .map(g -> of(fleet, board.run().job().id(), g.getKey(), g.getValue()))
            .toList(),
        Math.max(0, same.size() - most));
  }

  private static OutputGroup of(OpenFleet fleet, ExecutionId id, String key, List<Verdict> same) {
    Verdict first = same.getFirst();
    JobOutput output = first.output();
    List<LogPage.Line> lines = new ArrayList<>();
    if (output.stdout() + output.stderr() <= MOST_READ) {
      LogText text = new LogText((_, _) -> true, line -> lines.add(LogPage.Line.of(line)));
      new JobLog(fleet, id, first.node(), first.attempt()).read(first, text::add);
      text.end();
    }
    boolean more = lines.size() > MOST_LINES;
    return new OutputGroup(
        key.substring(0, Math.min(ID, key.length())),
        same.stream().map(v -> v.node().value()).toList(),
        List.copyOf(more ? lines.subList(0, MOST_LINES) : lines),
        more);
  }

  /** Whether they wrote nothing at all. */
  public boolean nothing() {
    return id.equals(NOTHING);
  }

  /** A few of the nodes. */
  public String some() {
    return String.join(", ", nodes.subList(0, Math.min(NAMED, nodes.size())))
        + (nodes.size() > NAMED ? ", …" : "");
  }
}
