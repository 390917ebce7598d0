package io.fleetman.controller.publish;

import io.fleetman.document.FileType;
import io.fleetman.document.SnapshotMark;
import io.fleetman.document.TreeEntry;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.RelativePath;
import io.fleetman.layout.Version;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a publish changes on one cell, for people to look at before it is done.
 *
 * @param cell which
 * @param from the snapshot it must be at now; null if none
 * @param to the snapshot it would be at
 * @param files every file of either, by path
 * @param settings what else changes: definition and variables, field by field
 * @param nothingToDo a sentence if the trigger says so already; null if there is work
 */
public record ChangePlan(
    CellRef cell,
    @Nullable Version from,
    Version to,
    List<FileChange> files,
    List<Setting> settings,
    @Nullable String nothingToDo) {
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

  /**
   * One file.
   *
   * @param oldSize bytes; 0 if added
   * @param newSize bytes; 0 if removed
   * @param what in words: {@code content}, {@code mode 0644 → 0755}; empty unless changed
   */
  public record FileChange(
      RelativePath path, Kind kind, long oldSize, long newSize, List<String> what) {}

  /**
   * A field of the definition or a variable.
   *
   * @param before null if it was not set
   * @param after null if it is no longer set
   */
  public record Setting(String field, @Nullable String before, @Nullable String after) {}

  /** How many files are of that kind. */
  public long count(Kind kind) {
    return files.stream().filter(f -> f.kind() == kind).count();
  }

  /** From one snapshot, or nothing, to another. */
  static ChangePlan between(
      CellRef cell,
      SnapshotMark.@Nullable Snapshot from,
      SnapshotMark.Snapshot to,
      @Nullable String nothingToDo) {
    return new ChangePlan(
        cell,
        from == null ? null : from.version(),
        to.version(),
        files(from == null ? Collections.emptySortedMap() : from.files(), to.files()),
        settings(from == null ? Map.of() : Fields.of(from), Fields.of(to)),
        nothingToDo);
  }

  private static List<FileChange> files(
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

  private static List<Setting> settings(Map<String, String> from, Map<String, String> to) {
    List<Setting> settings = new ArrayList<>();
    TreeSet<String> fields = new TreeSet<>(from.keySet());
    fields.addAll(to.keySet());
    for (String field : fields) {
      if (!Objects.equals(from.get(field), to.get(field))) {
        settings.add(new Setting(field, from.get(field), to.get(field)));
      }
    }
    return settings;
  }
}
