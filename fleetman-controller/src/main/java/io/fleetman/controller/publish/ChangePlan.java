package io.fleetman.controller.publish;

import io.fleetman.controller.support.Setting;
import io.fleetman.controller.tree.FileChange;
import io.fleetman.document.SnapshotMark;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.Version;
import java.util.Collections;
import java.util.List;
import java.util.Map;
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
  /** How many files are of that kind. */
  public long count(FileChange.Kind kind) {
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
        FileChange.between(from == null ? Collections.emptySortedMap() : from.files(), to.files()),
        Setting.between(from == null ? Map.of() : SnapshotFields.of(from), SnapshotFields.of(to)),
        nothingToDo);
  }
}
