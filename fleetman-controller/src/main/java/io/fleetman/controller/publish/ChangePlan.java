package io.fleetman.controller.publish;

import io.fleetman.layout.CellRef;
import io.fleetman.layout.RelativePath;
import io.fleetman.layout.Version;
import java.util.List;
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
}
