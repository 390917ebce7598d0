package io.fleetman.controller.activity;

import io.fleetman.document.FleetObject;
import io.fleetman.document.FleetObject.Kind;
import io.fleetman.layout.KeyParser;
import io.fleetman.layout.Keys;
import io.fleetman.layout.KnownKey;
import java.util.Optional;

/** Which object a write to a key is about, in the words that people use. Pure. */
final class Named {
  private Named() {}

  /**
   * The object that a put to this key changes; empty for what only accompanies one: bytes before
   * their index names them, revisions, doorbells, probes, and the record of changes itself.
   */
  static Optional<FleetObject> put(String key) {
    return switch (KeyParser.parse(key).orElse(null)) {
      case KnownKey.ManifestRevision _,
          KnownKey.DeploymentFile _,
          KnownKey.OverrideFile _,
          KnownKey.SnapshotFile _,
          KnownKey.StagingFile _,
          KnownKey.Doorbell _,
          KnownKey.TemplateRevision _,
          KnownKey.JobRequest _,
          KnownKey.ApiRequest _,
          KnownKey.Inbox _,
          KnownKey.Follow _,
          KnownKey.Audit _ ->
          Optional.empty();
      case null, default -> deleted(key);
    };
  }

  /** The object that a delete of this key takes something from; empty for probes. */
  static Optional<FleetObject> deleted(String key) {
    return switch (KeyParser.parse(key).orElse(null)) {
      case null ->
          key.startsWith(Keys.PROBE) ? Optional.empty() : of(Kind.KEY, key); // a stranger's
      case KnownKey.Fleet _ -> of(Kind.FLEET, key);
      case KnownKey.Manifest k -> of(Kind.MANIFEST, k.manifest());
      case KnownKey.ManifestRevision k -> of(Kind.MANIFEST, k.manifest());
      case KnownKey.ResourceProfile k -> of(Kind.RESOURCE_PROFILE, k.name());
      case KnownKey.Deployment k -> of(Kind.DEPLOYMENT, k.manifest() + " " + k.version());
      case KnownKey.DeploymentFile k -> of(Kind.DEPLOYMENT, k.manifest() + " " + k.version());
      case KnownKey.Cell k -> of(Kind.CELL, k.cell());
      case KnownKey.Trigger k -> of(Kind.CELL, k.cell());
      case KnownKey.Status k -> of(Kind.CELL, k.cell());
      case KnownKey.History k -> of(Kind.CELL, k.cell());
      case KnownKey.Overrides k -> of(Kind.OVERRIDES, k.cell());
      case KnownKey.OverrideFile k -> of(Kind.OVERRIDES, k.cell());
      case KnownKey.Snapshot k -> of(Kind.VERSION, k.cell() + " " + k.version());
      case KnownKey.SnapshotFile k -> of(Kind.VERSION, k.cell() + " " + k.version());
      case KnownKey.Heartbeat k -> of(Kind.NODE, k.node());
      case KnownKey.Report k -> of(Kind.NODE, k.node());
      case KnownKey.Doorbell k -> of(Kind.NODE, k.node());
      case KnownKey.User k -> of(Kind.USER, k.user());
      case KnownKey.Token k -> of(Kind.TOKEN, k.id());
      case KnownKey.Staging _ -> of(Kind.STAGING, "files");
      case KnownKey.StagingFile _ -> of(Kind.STAGING, "files");
      case KnownKey.Template k -> of(Kind.JOB_TEMPLATE, k.template());
      case KnownKey.TemplateRevision k -> of(Kind.JOB_TEMPLATE, k.template());
      case KnownKey.JobRequest _ -> Optional.empty();
      case KnownKey.ApiRequest _ -> Optional.empty();
      case KnownKey.Operation k -> of(Kind.OPERATION, k.id());
      case KnownKey.Execution k -> of(Kind.EXECUTION, k.execution());
      case KnownKey.JobProgress k -> of(Kind.EXECUTION, k.execution());
      case KnownKey.LogChunk k -> of(Kind.EXECUTION, k.execution());
      case KnownKey.Inbox k -> of(Kind.EXECUTION, k.execution());
      case KnownKey.Abort k -> of(Kind.EXECUTION, k.execution());
      case KnownKey.Cancel k -> of(Kind.EXECUTION, k.execution());
      case KnownKey.Claim k -> of(Kind.EXECUTION, k.execution());
      case KnownKey.Follow k -> of(Kind.EXECUTION, k.execution());
      case KnownKey.Slot k -> of(Kind.EXECUTION, k.execution());
      case KnownKey.Verdict k -> of(Kind.EXECUTION, k.execution());
      case KnownKey.Publish k -> of(Kind.PUBLISH, k.id());
      case KnownKey.Audit k -> of(Kind.ACTIVITY, day(k.id()));
    };
  }

  private static String day(String id) {
    return id.substring(0, 4) + "-" + id.substring(4, 6) + "-" + id.substring(6, 8);
  }

  private static Optional<FleetObject> of(Kind kind, Object name) {
    return Optional.of(new FleetObject(kind, name.toString()));
  }
}
