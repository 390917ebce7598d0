package io.fleetman.controller.publish;

import io.fleetman.controller.support.Setting;
import io.fleetman.document.SnapshotMark;
import java.util.Map;

/** A snapshot's definition and variables as flat fields. */
final class SnapshotFields {
  private SnapshotFields() {}

  static Map<String, String> of(SnapshotMark.Snapshot snapshot) {
    Map<String, String> fields = Setting.fields(snapshot.spec());
    // the snapshot's own variables are those that count; what the rules came to shows in the files
    fields.keySet().removeIf(f -> f.matches("(variables|files)(\\.|\\[).*"));
    snapshot.variables().forEach((name, value) -> fields.put("variables." + name, value));
    return fields;
  }
}
