package io.fleetman.controller.tree;

import com.github.difflib.DiffUtils;
import com.github.difflib.patch.AbstractDelta;
import com.github.difflib.patch.Patch;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What differs between two texts, line by line, with some lines around each change. Pure. */
public final class TextDiff {
  private static final int AROUND = 3;

  private TextDiff() {}

  /** What becomes of a line. */
  public enum Kind {
    /** Both have it. */
    SAME,
    /** Only the new text has it. */
    ADDED,
    /** Only the old text has it. */
    REMOVED,
    /** Lines that both have and that are left out here. */
    SKIPPED
  }

  /**
   * A line.
   *
   * @param oldNumber from 1; null if only the new text has it
   * @param newNumber from 1; null if only the old text has it
   * @param text of the line; how many are left out where some are
   */
  public record Line(
      Kind kind, @Nullable Integer oldNumber, @Nullable Integer newNumber, String text) {}

  /** From one text to another; empty if they are the same. */
  public static List<Line> between(String from, String to) {
    if (from.equals(to)) {
      return List.of();
    }
    List<String> old = from.lines().toList();
    List<String> now = to.lines().toList();
    Patch<String> patch = DiffUtils.diff(old, now);
    List<Line> lines = new ArrayList<>();
    int shown = 0; // lines of the old text that were written or left out
    int offset = 0; // new line number less the old one
    for (AbstractDelta<String> delta : patch.getDeltas()) {
      int at = delta.getSource().getPosition();
      int begin = lines.isEmpty() ? at - AROUND : Math.max(shown, at - AROUND);
      int after = Math.min(shown + (lines.isEmpty() ? 0 : AROUND), at);
      same(old, shown, after, offset, lines);
      skip(Math.max(after, begin) - after, lines);
      same(old, Math.max(after, begin), at, offset, lines);
      int removed = delta.getSource().size();
      for (int i = 0; i < removed; i++) {
        lines.add(new Line(Kind.REMOVED, at + i + 1, null, old.get(at + i)));
      }
      int position = delta.getTarget().getPosition();
      for (int i = 0; i < delta.getTarget().size(); i++) {
        lines.add(new Line(Kind.ADDED, null, position + i + 1, now.get(position + i)));
      }
      shown = at + removed;
      offset = position + delta.getTarget().size() - shown;
    }
    int end = Math.min(shown + AROUND, old.size());
    same(old, shown, end, offset, lines);
    skip(old.size() - end, lines);
    return List.copyOf(lines);
  }

  private static void same(List<String> old, int from, int to, int offset, List<Line> lines) {
    for (int i = Math.max(0, from); i < to; i++) {
      lines.add(new Line(Kind.SAME, i + 1, i + 1 + offset, old.get(i)));
    }
  }

  private static void skip(int count, List<Line> lines) {
    if (count > 0) {
      lines.add(
          new Line(
              Kind.SKIPPED, null, null, count + (count == 1 ? " line" : " lines") + " unchanged"));
    }
  }
}
