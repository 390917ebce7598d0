package io.fleetman.agent.install;

import io.fleetman.document.SnapshotMark;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the agent knows about a release, kept beside it, so that an agent that lost everything else
 * finds it here. A release without a record does not exist.
 *
 * @param cellUid the cell that it was installed for
 * @param deployId the wish that installed it
 * @param phase how far it came
 * @param stopped true if the agent stopped it on request
 * @param activation counts the cell's activations; 0 if it was never made current
 * @param failure why it failed; null if it did not
 * @param unit the text of its unit or supervisor program; null for files only and until it was
 *     checked
 * @param snapshot what it takes to run it: the commit mark that it was made from, of whose files
 *     only those are kept that say something about that ({@link ToRun}); all of them are in {@link
 *     ReleaseFiles}
 * @param files how many files it has, without data and folders
 */
public record ReleaseRecord(
    String cellUid,
    String deployId,
    Phase phase,
    boolean stopped,
    int activation,
    @Nullable String failure,
    @Nullable String unit,
    SnapshotMark.Snapshot snapshot,
    int files) {
  /**
   * @throws NullPointerException if a record on disk lacks a field
   */
  public ReleaseRecord {
    Objects.requireNonNull(cellUid, "cellUid is missing");
    Objects.requireNonNull(deployId, "deployId is missing");
    Objects.requireNonNull(phase, "phase is missing");
    Objects.requireNonNull(snapshot, "snapshot is missing");
  }

  /** The same release, further. */
  public ReleaseRecord in(Phase next) {
    return new ReleaseRecord(
        cellUid, deployId, next, stopped, activation, failure, unit, snapshot, files);
  }

  /** The same release with the text of its unit. */
  public ReleaseRecord withUnit(@Nullable String text) {
    return new ReleaseRecord(
        cellUid, deployId, phase, stopped, activation, failure, text, snapshot, files);
  }

  /** The same release, being made current for the {@code nth} time in the cell's life. */
  public ReleaseRecord activating(int nth) {
    return new ReleaseRecord(
        cellUid, deployId, Phase.ACTIVATING, false, nth, null, unit, snapshot, files);
  }

  /** The same release after it failed. */
  public ReleaseRecord failed(String why) {
    return new ReleaseRecord(
        cellUid, deployId, Phase.FAILED, stopped, activation, why, unit, snapshot, files);
  }

  /** The same release, stopped or started on request. */
  public ReleaseRecord stopped(boolean now) {
    return new ReleaseRecord(
        cellUid, deployId, phase, now, activation, failure, unit, snapshot, files);
  }
}
