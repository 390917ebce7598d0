package io.fleetman.agent.install;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetman.codec.Json;
import io.fleetman.document.SnapshotMark;
import io.fleetman.layout.RelativePath;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ToRunTest {
  @Test
  void ofAThousandFilesThoseAreKeptThatSayHowItIsRun() {
    StringBuilder files = new StringBuilder();
    for (int i = 0; i < 1000; i++) {
      files.append("\"lib/%d.jar\": {\"key\": \"k\", \"sha256\": \"00\"},".formatted(i));
      files.append("\"logs/archive/%d.txt\": {\"key\": \"k\", \"sha256\": \"00\"},".formatted(i));
    }
    SnapshotMark.Snapshot all =
        snapshot(
            "\"command\": \"'./bin/my web' --port {{ vars.port }}\", \"unit\": \"web.service\","
                + " \"logs\": [\"logs/web.log\", \"other/web.log\"]",
            files + "\"bin/my web\": {\"key\": \"k\"}, \"web.service\": {\"key\": \"k\"}");

    SnapshotMark.Snapshot kept = ToRun.of(all, Map.of("vars.port", "1"));

    assertThat(kept.files().keySet())
        .extracting(RelativePath::value)
        .containsExactly("bin/my web", "logs/archive/0.txt", "web.service");
    assertThat(SharedFolders.of(kept))
        .isEqualTo(SharedFolders.of(all))
        .extracting(RelativePath::value)
        .containsExactly("other");
    assertThat(kept.spec()).isEqualTo(all.spec());
  }

  private static SnapshotMark.Snapshot snapshot(String spec, String files) {
    String json =
        """
        {"kind": "snapshot", "node": "n1", "cell": "web", "manifest": "web", "version": "1",
         "spec": {"profile": "systemd", %s}, "files": {%s}}
        """
            .formatted(spec, files);
    return (SnapshotMark.Snapshot)
        Json.read("test", json.getBytes(StandardCharsets.UTF_8), SnapshotMark.class);
  }
}
