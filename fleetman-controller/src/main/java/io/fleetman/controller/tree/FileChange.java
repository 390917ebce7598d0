package io.fleetman.controller.tree;

import io.fleetman.document.FileType;
import io.fleetman.document.TreeEntry;
import io.fleetman.layout.RelativePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of one file between two trees.
 *
 * @param oldSize bytes; 0 if added
 * @param newSize bytes; 0 if removed
 * @param what in words: {@code content}, {@code mode 0644 → 0755}; empty unless changed
 */
public record FileChange(
    RelativePath path, Kind kind, long oldSize, long newSize, List<String> what) {
  /** What becomes of a file. */
  public enum Kind {
    /** Only the new one has it. */
    ADDED,
    /** Both have it, content or attributes differ. */
    CHANGED,
    /** Only the old one has it. */
    REMOVED,
    /** No difference. */
    SAME
  }

  /** From one tree to another: every file of either, by path. Pure. */
  public static List<FileChange> between(
      SortedMap<RelativePath, TreeEntry> from, SortedMap<RelativePath, TreeEntry> to) {
    SortedMap<RelativePath, FileChange> changes = new TreeMap<>();
    from.forEach(
        (path, old) -> {
          TreeEntry now = to.get(path);
          if (now == null) {
            changes.put(path, new FileChange(path, Kind.REMOVED, old.size(), 0, List.of()));
          } else {
            List<String> what = differences(old, now);
            Kind kind = what.isEmpty() ? Kind.SAME : Kind.CHANGED;
            changes.put(path, new FileChange(path, kind, old.size(), now.size(), what));
          }
        });
    to.forEach(
        (path, now) ->
            changes.putIfAbsent(path, new FileChange(path, Kind.ADDED, 0, now.size(), List.of())));
    return List.copyOf(changes.values());
  }

  private static List<String> differences(TreeEntry old, TreeEntry now) {
    List<String> what = new ArrayList<>();
    if (!Objects.equals(old.sha256(), now.sha256())) {
      what.add("content");
    }
    // text or binary makes no difference on a node
    if (kind(old.type()) != kind(now.type())) {
      what.add("type " + word(old.type()) + " → " + word(now.type()));
    }
    if (!old.mode().equals(now.mode())) {
      what.add("mode " + old.mode() + " → " + now.mode());
    }
    account("owner", old.owner(), now.owner(), what);
    account("group", old.group(), now.group(), what);
    return what;
  }

  private static void account(
      String field, @Nullable String old, @Nullable String now, List<String> what) {
    if (!Objects.equals(old, now)) {
      what.add(
          field
              + " "
              + Objects.requireNonNullElse(old, "(the service's)")
              + " → "
              + Objects.requireNonNullElse(now, "(the service's)"));
    }
  }

  private static FileType kind(FileType type) {
    return type == FileType.TEXT ? FileType.BINARY : type;
  }

  private static String word(FileType type) {
    return type.name().toLowerCase(Locale.ROOT);
  }
}
