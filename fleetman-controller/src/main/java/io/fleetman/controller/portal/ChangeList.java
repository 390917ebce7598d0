package io.fleetman.controller.portal;

import io.fleetman.controller.console.Human;
import io.fleetman.controller.support.Setting;
import io.fleetman.controller.tree.FileChange;
import io.fleetman.controller.tree.FileChange.Kind;
import io.fleetman.controller.tree.LineDiff;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What differs between two trees of files and their definitions, for people.
 *
 * @param files those that differ, by kind, then path
 * @param more how many more files differ than are listed
 * @param same how many do not differ
 * @param settings fields that differ
 * @param counts {@code 2 added, 1 changed}
 */
public record ChangeList(
    List<File> files, int more, long same, List<Setting> settings, String counts) {
  private static final int MOST = 300;

  /**
   * A file that differs.
   *
   * @param sign {@code +}, {@code ~} or {@code -}
   * @param word the sign in a word
   * @param size before and after
   * @param what in words: {@code content}, {@code mode 0644 → 0755}
   * @param diff line by line; empty if it is not shown
   */
  public record File(
      String path, String sign, String word, String size, String what, LineDiff diff) {}

  /** Reads what differs in one file; empty if that is not to be shown. */
  @FunctionalInterface
  public interface Diffs {
    /** Nothing is shown. */
    Diffs NONE = _ -> LineDiff.NONE;

    /** Of this change. */
    LineDiff of(FileChange change);
  }

  /** From what differs. */
  public static ChangeList of(List<FileChange> all, List<Setting> settings, Diffs diffs) {
    List<FileChange> changes =
        all.stream()
            .filter(f -> f.kind() != Kind.SAME)
            .sorted(Comparator.comparing(FileChange::kind).thenComparing(FileChange::path))
            .toList();
    return new ChangeList(
        changes.stream().limit(MOST).map(c -> file(c, diffs)).toList(),
        Math.max(0, changes.size() - MOST),
        all.size() - (long) changes.size(),
        settings,
        counts(changes, settings));
  }

  /** Whether nothing differs. */
  public boolean isEmpty() {
    return files.isEmpty() && settings.isEmpty();
  }

  private static String counts(List<FileChange> changes, List<Setting> settings) {
    StringBuilder text = new StringBuilder();
    for (Kind kind : List.of(Kind.ADDED, Kind.CHANGED, Kind.REMOVED)) {
      long n = changes.stream().filter(c -> c.kind() == kind).count();
      if (n > 0) {
        text.append(text.isEmpty() ? "" : ", ")
            .append(Human.count(n, "file"))
            .append(' ')
            .append(word(kind));
      }
    }
    if (!settings.isEmpty()) {
      text.append(text.isEmpty() ? "" : ", ")
          .append(Human.count(settings.size(), "setting"))
          .append(" changed");
    }
    return text.isEmpty() ? "nothing differs" : text.toString();
  }

  private static File file(FileChange c, Diffs diffs) {
    return new File(
        c.path().value(),
        sign(c.kind()),
        word(c.kind()),
        size(c),
        String.join(", ", c.what()),
        diffs.of(c));
  }

  private static String word(Kind kind) {
    return switch (kind) {
      case ADDED -> "added";
      case CHANGED -> "changed";
      case REMOVED -> "removed";
      case SAME -> "unchanged";
    };
  }

  private static String sign(Kind kind) {
    return switch (kind) {
      case ADDED -> "+";
      case CHANGED -> "~";
      case REMOVED -> "−";
      case SAME -> "=";
    };
  }

  private static String size(FileChange f) {
    return switch (f.kind()) {
      case ADDED, SAME -> Human.bytes(f.newSize());
      case REMOVED -> Human.bytes(f.oldSize());
      case CHANGED ->
          f.oldSize() == f.newSize()
              ? Human.bytes(f.newSize())
              : Human.bytes(f.oldSize()) + " → " + Human.bytes(f.newSize());
    };
  }

  /** What becomes of a setting, in a sign. */
  public static String sign(Setting setting) {
    return setting.before() == null ? "+" : setting.after() == null ? "−" : "~";
  }

  /** Before and after, or the one there is. */
  public static String text(Setting setting) {
    @Nullable String before = setting.before();
    @Nullable String after = setting.after();
    return before == null ? String.valueOf(after) : after == null ? before : before + " → " + after;
  }
}
