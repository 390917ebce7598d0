package io.fleetman.layout;

/** A key of a fleet, parsed; what each variant means is said in docs/storage-layout.md. */
public sealed interface KnownKey {
  /** {@link Keys#FLEET}. */
  record Fleet() implements KnownKey {}

  /** {@link Keys#manifest}. */
  record Manifest(ManifestId manifest) implements KnownKey {}

  /** {@link Keys#manifestRevision}. */
  record ManifestRevision(ManifestId manifest, int revision) implements KnownKey {}

  /** {@link Keys#resourceProfile}. */
  record ResourceProfile(String name) implements KnownKey {}

  /** {@link Keys#deployment}. */
  record Deployment(ManifestId manifest, Version version) implements KnownKey {}

  /** {@link Keys#deploymentFile}. */
  record DeploymentFile(ManifestId manifest, Version version, String attempt, RelativePath path)
      implements KnownKey {}

  /** {@link Keys#cell}. */
  record Cell(CellRef cell) implements KnownKey {}

  /** {@link Keys#overrides(CellRef)}. */
  record Overrides(CellRef cell) implements KnownKey {}

  /** {@link Keys#overrideFile}. */
  record OverrideFile(CellRef cell, String attempt, RelativePath path) implements KnownKey {}

  /** {@link Keys#snapshot}. */
  record Snapshot(CellRef cell, Version version) implements KnownKey {}

  /** {@link Keys#snapshotFile}. */
  record SnapshotFile(CellRef cell, Version version, String attempt, RelativePath path)
      implements KnownKey {}

  /** {@link Keys#trigger}. */
  record Trigger(CellRef cell) implements KnownKey {}

  /** {@link Keys#status}. */
  record Status(CellRef cell) implements KnownKey {}

  /** {@link Keys#history(CellRef, String)}. */
  record History(CellRef cell, String id) implements KnownKey {}

  /** {@link Keys#heartbeat}. */
  record Heartbeat(NodeId node) implements KnownKey {}

  /** {@link Keys#report}. */
  record Report(NodeId node) implements KnownKey {}

  /** {@link Keys#doorbell}. */
  record Doorbell(NodeId node) implements KnownKey {}

  /** {@link Keys#audit}. */
  record Audit(String id) implements KnownKey {}

  /** {@link Keys#user}. */
  record User(UserId user) implements KnownKey {}

  /** {@link Keys#token}. */
  record Token(String id) implements KnownKey {}

  /** {@link Keys#publish}. */
  record Publish(String id) implements KnownKey {}

  /** {@link Keys#operation}. */
  record Operation(String id) implements KnownKey {}

  /** {@link Keys#apiRequest}. */
  record ApiRequest(String id) implements KnownKey {}

  /** {@link Keys#staging}. */
  record Staging() implements KnownKey {}

  /** {@link Keys#stagingFile}. */
  record StagingFile(String attempt, RelativePath path) implements KnownKey {}

  /** {@link JobKeys#template}. */
  record Template(TemplateId template) implements KnownKey {}

  /** {@link JobKeys#templateRevision}. */
  record TemplateRevision(TemplateId template, int revision) implements KnownKey {}

  /** {@link JobKeys#request}. */
  record JobRequest(String id) implements KnownKey {}

  /** {@link JobKeys#execution}. */
  record Execution(ExecutionId execution) implements KnownKey {}

  /** {@link JobKeys#progress}. */
  record JobProgress(ExecutionId execution, NodeId node, int attempt) implements KnownKey {}

  /** {@link JobKeys#logChunk}. */
  record LogChunk(ExecutionId execution, NodeId node, int attempt, int chunk) implements KnownKey {}

  /** {@link JobKeys#inbox(NodeId, ExecutionId)}. */
  record Inbox(NodeId node, ExecutionId execution) implements KnownKey {}

  /** {@link JobKeys#abort}. */
  record Abort(ExecutionId execution) implements KnownKey {}

  /** {@link JobKeys#cancel}. */
  record Cancel(ExecutionId execution, NodeId node) implements KnownKey {}

  /** {@link JobKeys#claim}. */
  record Claim(ExecutionId execution, NodeId node, int attempt) implements KnownKey {}

  /** {@link JobKeys#follow}. */
  record Follow(ExecutionId execution) implements KnownKey {}

  /** {@link JobKeys#slot}. */
  record Slot(ExecutionId execution, int chain, int generation) implements KnownKey {}

  /** {@link JobKeys#verdict}. */
  record Verdict(ExecutionId execution, NodeId node, int attempt) implements KnownKey {}
}
