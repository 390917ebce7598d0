package io.fleetman.agent.activate;

import io.fleetman.agent.install.CellFolder;
import io.fleetman.document.SnapshotMark;
import io.fleetman.template.Tokens;
import java.util.Map;

/** What template tokens stand for in one release. */
final class TokenValues {
  private TokenValues() {}

  static Map<String, String> of(
      SnapshotMark.Snapshot snapshot,
      CellFolder folder,
      String release,
      Map<String, String> labels) {
    return Tokens.values(
        Map.of(
            "node.id", snapshot.node().value(),
            "cell.id", snapshot.cell().value(),
            "manifest", snapshot.manifest().value(),
            "version", snapshot.version().value(),
            "folders.release", folder.release(release).toString(),
            "folders.current", folder.current().toString(),
            "folders.data", folder.shared().toString()),
        labels,
        snapshot.variables());
  }
}
