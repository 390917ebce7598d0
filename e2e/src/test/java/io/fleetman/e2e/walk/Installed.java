package io.fleetman.e2e.walk;

import io.fleetman.agent.activate.DeployOrder;
import io.fleetman.agent.activate.HostCell;
import io.fleetman.agent.install.Phase;
import io.fleetman.codec.Sha256;
import io.fleetman.document.SnapshotMark;
import io.fleetman.layout.RelativePath;
import io.fleetman.layout.Version;
import java.nio.charset.StandardCharsets;
import java.util.SortedMap;
import java.util.TreeMap;

/** A release on a machine: which bytes it has, and how far it came. */
final class Installed {
  final Version version;
  final SortedMap<RelativePath, byte[]> files;
  Phase phase = Phase.INSTALLED;
  boolean stopped;
  int activation;
  private final DeployOrder order;

  Installed(DeployOrder order, SortedMap<RelativePath, byte[]> files) {
    this.order = order;
    this.version = order.snapshot().version();
    this.files = files;
  }

  String cellUid() {
    return order.cellUid();
  }

  String deployId() {
    return order.deployId();
  }

  /** Its service never becomes healthy. */
  boolean isSick() {
    return files.values().stream()
        .anyMatch(body -> new String(body, StandardCharsets.UTF_8).startsWith("sick"));
  }

  SortedMap<RelativePath, String> hashes() {
    SortedMap<RelativePath, String> hashes = new TreeMap<>();
    files.forEach((path, body) -> hashes.put(path, Sha256.of(body)));
    return hashes;
  }

  HostCell.Release shown() {
    SnapshotMark.Snapshot s = order.snapshot();
    return new HostCell.Release(
        s.version(),
        order.cellUid(),
        order.deployId(),
        s.manifest(),
        s.spec().profile(),
        s.spec(),
        phase,
        stopped,
        files.size());
  }
}
