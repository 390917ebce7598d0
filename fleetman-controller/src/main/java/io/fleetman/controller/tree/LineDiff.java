package io.fleetman.controller.tree;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.github.difflib.DiffUtils;
import com.github.difflib.algorithm.DiffAlgorithmListener;
import com.github.difflib.patch.AbstractDelta;
import com.github.difflib.patch.ChangeDelta;
import com.github.difflib.patch.Chunk;
import com.github.difflib.patch.DeltaType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Two texts, line by line: what was taken away, what was put in, and what stands around it. Pure.
 *
 * @param hunks in order; empty if the texts are the same
 * @param added lines
 * @param removed lines
 * @param cut how many lines are left out at the end, since there are too many
 */
public record LineDiff(List<Hunk> hunks, int added, int removed, int cut) {
  /** No difference. */
  public static final LineDiff NONE = new LineDiff(List.of(), 0, 0, 0);

  // The work grows with the square of it. Texts with more changes have little in common anyway.
  private static final int MOST_CHANGES = 1_500;

  private static final int AROUND = 3;

  /**
   * Lines that stand together.
   *
   * @param skipped lines that are the same and left out before it
   */
  public record Hunk(int skipped, List<Line> lines) {}

  /** What becomes of a line. */
  public enum Kind {
    /** It stands in both. */
    @JsonProperty("same")
    SAME,
    /** Only the new text has it. */
    @JsonProperty("added")
    ADDED,
    /** Only the old text has it. */
    @JsonProperty("removed")
    REMOVED
  }

  /**
   * One line; what changed of it is its middle.
   *
   * @param before its number in the old text, from 1; 0 if it is not there
   * @param after its number in the new text, from 1; 0 if it is not there
   * @param start what it has in common with its counterpart; all of it if it has none
   * @param changed what differs from its counterpart
   * @param end what it has in common again
   */
  public record Line(Kind kind, int before, int after, String start, String changed, String end) {
    /** The whole line. */
    public String text() {
      return start + changed + end;
    }
  }

  /** Whether the texts are the same. */
  @JsonIgnore
  public boolean isEmpty() {
    return hunks.isEmpty();
  }

  /** From one text to another. */
  public static LineDiff between(String from, String to) {
    List<String> old = lines(from);
    List<String> now = lines(to);
    List<Line> all = new ArrayList<>();
    int added = 0;
    int removed = 0;
    int at = 0;
    int shift = 0;
    for (AbstractDelta<String> delta : deltas(old, now)) {
      int position = delta.getSource().getPosition();
      for (; at < position; at++) {
        all.add(same(old.get(at), at, at + shift));
      }
      List<String> gone = delta.getSource().getLines();
      List<String> come = delta.getTarget().getLines();
      boolean paired = delta.getType() == DeltaType.CHANGE && gone.size() == come.size();
      for (int i = 0; i < gone.size(); i++) {
        all.add(one(Kind.REMOVED, gone.get(i), paired ? come.get(i) : null, position + i));
      }
      int target = delta.getTarget().getPosition();
      for (int i = 0; i < come.size(); i++) {
        all.add(one(Kind.ADDED, come.get(i), paired ? gone.get(i) : null, target + i));
      }
      at += gone.size();
      shift += come.size() - gone.size();
      added += come.size();
      removed += gone.size();
    }
    for (; at < old.size(); at++) {
      all.add(same(old.get(at), at, at + shift));
    }
    return new LineDiff(hunks(all), added, removed, 0);
  }

  /** Its first lines alone, so many of them. */
  public LineDiff first(int most) {
    List<Hunk> kept = new ArrayList<>();
    int left = most;
    int rest = 0;
    for (Hunk hunk : hunks) {
      int here = Math.min(left, hunk.lines().size());
      if (here > 0) {
        kept.add(new Hunk(hunk.skipped(), hunk.lines().subList(0, here)));
      }
      left -= here;
      rest += hunk.lines().size() - here;
    }
    return rest == 0 ? this : new LineDiff(kept, added, removed, cut + rest);
  }

  /** How many lines are shown. */
  public int size() {
    return hunks.stream().mapToInt(h -> h.lines().size()).sum();
  }

  private static List<AbstractDelta<String>> deltas(List<String> old, List<String> now) {
    try {
      return DiffUtils.diff(old, now, new Bound()).getDeltas();
    } catch (TooDifferentException e) {
      return List.of(new ChangeDelta<>(new Chunk<>(0, old), new Chunk<>(0, now)));
    }
  }

  private static final class TooDifferentException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private static final class Bound implements DiffAlgorithmListener {
    @Override
    public void diffStart() {}

    @Override
    public void diffStep(int changes, int most) {
      if (changes > MOST_CHANGES) {
        throw new TooDifferentException();
      }
    }

    @Override
    public void diffEnd() {}
  }

  private static List<Hunk> hunks(List<Line> all) {
    boolean[] shown = new boolean[all.size()];
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).kind() != Kind.SAME) {
        for (int k = Math.max(0, i - AROUND); k <= Math.min(all.size() - 1, i + AROUND); k++) {
          shown[k] = true;
        }
      }
    }
    List<Hunk> hunks = new ArrayList<>();
    int skipped = 0;
    for (int i = 0; i < all.size(); ) {
      if (!shown[i]) {
        skipped++;
        i++;
        continue;
      }
      List<Line> lines = new ArrayList<>();
      while (i < all.size() && shown[i]) {
        lines.add(all.get(i++));
      }
      hunks.add(new Hunk(skipped, lines));
      skipped = 0;
    }
    return hunks;
  }

  private static Line same(String text, int before, int after) {
    return new Line(Kind.SAME, before + 1, after + 1, text, "", "");
  }

  private static Line one(Kind kind, String text, @Nullable String other, int number) {
    if (other == null) {
      return line(kind, number, text, "", "");
    }
    int most = Math.min(text.length(), other.length());
    int start = 0;
    while (start < most && text.charAt(start) == other.charAt(start)) {
      start++;
    }
    int end = 0;
    while (end < most - start
        && text.charAt(text.length() - 1 - end) == other.charAt(other.length() - 1 - end)) {
      end++;
    }
    // two halves of one character are never parted
    if (start > 0 && Character.isHighSurrogate(text.charAt(start - 1))) {
      start--;
    }
    if (end > 0 && Character.isLowSurrogate(text.charAt(text.length() - end))) {
      end--;
    }
    return line(
        kind,
        number,
        text.substring(0, start),
        text.substring(start, text.length() - end),
        text.substring(text.length() - end));
  }

  private static Line line(Kind kind, int number, String start, String changed, String end) {
    int before = kind == Kind.REMOVED ? number + 1 : 0;
    return new Line(kind, before, kind == Kind.ADDED ? number + 1 : 0, start, changed, end);
  }

  // A text whose last line has no end differs from one whose last line has.
  private static List<String> lines(String text) {
    if (text.isEmpty()) {
      return List.of();
    }
    List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
    if (lines.getLast().isEmpty()) {
      lines.removeLast();
    } else {
      lines.set(lines.size() - 1, lines.getLast() + " \u2205 no line end");
    }
    return lines;
  }
}
