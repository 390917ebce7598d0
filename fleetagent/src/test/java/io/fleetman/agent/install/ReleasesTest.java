package io.fleetman.agent.install;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fleetman.codec.Json;
import io.fleetman.document.SnapshotMark;
import io.fleetman.layout.CellId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReleasesTest {
  @TempDir Path base = Path.of("");

  private Release release(String name, String uid, Phase phase, int activation) throws IOException {
    CellFolder folder = new CellFolder(base, new CellId("web"));
    Files.createDirectories(folder.release(name));
    Releases releases = new Releases(folder);
    releases.saveFiles(name, new TreeMap<>());
    String mark =
        """
        {"kind": "snapshot", "node": "n1", "cell": "web", "manifest": "web", "version": "1",
         "spec": {"profile": "deploy"}, "files": {}}
        """;
    SnapshotMark snapshot = Json.read("mark", mark.getBytes(UTF_8), SnapshotMark.class);
    return releases.save(
        new Release(
            name,
            new ReleaseRecord(
                uid,
                "d1",
                phase,
                false,
                activation,
                null,
                null,
                (SnapshotMark.Snapshot) snapshot,
                0)));
  }

  @Test
  void invariant8ARollbackGoesToTheLastHealthyReleaseOfTheSameCell() throws IOException {
    Release first = release("1-a", "new", Phase.HEALTHY, 1);
    var _ = release("2-a", "new", Phase.FAILED, 2);
    var _ = release("1-z", "old", Phase.HEALTHY, 9); // a kill left it
    Release failed = release("3-a", "new", Phase.ACTIVATING, 10);
    Releases releases = new Releases(new CellFolder(base, new CellId("web")));

    assertThat(releases.lastHealthy(failed)).contains(first);
    assertThat(releases.lastHealthy(first)).isEmpty();
  }
}
