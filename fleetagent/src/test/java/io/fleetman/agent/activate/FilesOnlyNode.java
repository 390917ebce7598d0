package io.fleetman.agent.activate;

import io.fleetman.agent.install.Accounts;
import io.fleetman.agent.install.SpaceProbe;
import io.fleetman.agent.install.SystemAccounts;
import io.fleetman.agent.process.Pause;
import io.fleetman.agent.process.Runner;
import io.fleetman.agent.process.SystemRunner;
import io.fleetman.codec.Json;
import io.fleetman.codec.Sha256;
import io.fleetman.document.CellState;
import io.fleetman.document.Profile;
import io.fleetman.document.SnapshotMark;
import io.fleetman.killpoint.KillPoints;
import io.fleetman.layout.CellId;
import io.fleetman.layout.NodeId;
import io.fleetman.store.InMemoryObjectStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;

/** The whole way on a real disk with profile deploy: nothing runs, everything else is the same. */
abstract class FilesOnlyNode {
  static final CellId CELL = new CellId("web");

  @TempDir Path base;

  final InMemoryObjectStore store = new InMemoryObjectStore();

  final Map<String, String> files = new TreeMap<>();

  final Map<String, String> owners = new TreeMap<>();

  Runner runner = new SystemRunner();

  String health = "";

  String more = "";

  long usable = Long.MAX_VALUE / 2;

  long reserve;

  int logLines = 30;

  final List<CellState> entered = new ArrayList<>();

  void given(String path, String content, String type, String mode) {
    files.put(path, type + ":" + mode + ":" + content);
  }

  Outcome deploy(String version) throws InterruptedException {
    return host()
        .deploy(
            order(version),
            new Steps() {
              @Override
              public void entered(CellState state) {
                entered.add(state);
              }

              @Override
              public boolean cancelled() {
                return false;
              }
            });
  }

  DeployOrder order(String version) {
    Map<String, Object> tree = new TreeMap<>();
    files.forEach(
        (path, said) -> {
          String[] parts = said.split(":", 3);
          byte[] bytes = parts[2].getBytes(StandardCharsets.UTF_8);
          String key = "bytes/" + version + "/" + path.replace('/', '_');
          store.plant(key, bytes);
          Map<String, Object> entry = new TreeMap<>();
          entry.put("type", parts[0]);
          entry.put("mode", parts[1]);
          entry.put("key", key);
          entry.put("size", bytes.length);
          entry.put("sha256", Sha256.of(bytes));
          if (owners.containsKey(path)) {
            entry.put("owner", owners.get(path));
          }
          tree.put(path, entry);
        });
    String json =
        "{\"kind\": \"snapshot\", \"node\": \"node-1\", \"cell\": \"web\", \"manifest\": \"web\","
            + "\"version\": \""
            + version
            + "\", \"spec\": {"
            + health
            + more
            + "\"profile\": \"deploy\"},"
            + "\"files\": "
            + Json.line(tree)
            + "}";
    SnapshotMark.Snapshot snapshot =
        (SnapshotMark.Snapshot)
            Json.read("mark", json.getBytes(StandardCharsets.UTF_8), SnapshotMark.class);
    return new DeployOrder(
        CELL,
        "uid-1",
        io.fleetman.layout.Ids.next(InstantSource.system().instant()),
        snapshot,
        true);
  }

  NodeCellHost host() {
    Accounts accounts = new SystemAccounts(runner);
    SpaceProbe space = _ -> usable;
    return NodeCellHost.with(
        new HostSettings(
            new NodeId("node-1"),
            Map.of("zone", "north"),
            Map.of(Profile.DEPLOY, base),
            null,
            null,
            reserve,
            1,
            16,
            logLines),
        store,
        InstantSource.system(),
        runner,
        accounts,
        space,
        Pause.SYSTEM,
        KillPoints.none());
  }

  Path current(String path) throws IOException {
    return base.resolve("web/current").toRealPath().resolve(path);
  }
}
