package io.fleetman.e2e.pages;

import io.fleetman.codec.Json;
import io.fleetman.controller.access.Tokens;
import io.fleetman.controller.access.Users;
import io.fleetman.controller.cell.Cells;
import io.fleetman.controller.deployment.Deployments;
import io.fleetman.controller.manifest.Definition;
import io.fleetman.controller.manifest.Manifests;
import io.fleetman.controller.manifest.ServiceFile;
import io.fleetman.controller.publish.PublishListener;
import io.fleetman.controller.publish.PublishRequest;
import io.fleetman.controller.publish.Publisher;
import io.fleetman.controller.support.OpenFleet;
import io.fleetman.controller.tree.FileTree;
import io.fleetman.controller.tree.HashedTree;
import io.fleetman.controller.tree.UploadListener;
import io.fleetman.document.AuditDocument;
import io.fleetman.document.Author;
import io.fleetman.document.CellReport;
import io.fleetman.document.CellState;
import io.fleetman.document.CellStatus;
import io.fleetman.document.FleetObject;
import io.fleetman.document.Heartbeat;
import io.fleetman.document.NodeReport;
import io.fleetman.document.Profile;
import io.fleetman.document.TriggerDocument;
import io.fleetman.layout.CellId;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.Ids;
import io.fleetman.layout.Keys;
import io.fleetman.layout.ManifestId;
import io.fleetman.layout.NodeId;
import io.fleetman.layout.UserId;
import io.fleetman.layout.Version;
import io.fleetman.store.DocumentStore;
import io.fleetman.store.InMemoryObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A fleet to look at: empty, with one of each, or with a thousand. */
final class Scene {
  private static final String HOSTILE = "<img src=x onerror=alert(1)>\"'&</pre><script>x</script>";
  private static final String REFUSED =
      "version 1.4 did not answer http://127.0.0.1:8080/health within 30 s (connection refused);"
          + " 1.3 runs again";
  static final ManifestId WEB = new ManifestId("web");
  static final UserId USER = new UserId("ada");
  static final String PASSWORD = "correct horse battery";

  private Duration behind = Duration.ZERO;
  final InMemoryObjectStore store = new InMemoryObjectStore(() -> Instant.now().minus(behind));
  private final OpenFleet fleet =
      new OpenFleet(new DocumentStore(store), Clock.systemUTC(), "ada@laptop");
  private final Path folder;

  private Scene(Path folder) {
    this.folder = folder;
    store.plant(Keys.FLEET, "{\"formatVersion\": 1, \"fleetId\": \"f1\"}");
  }

  static Scene empty(Path folder) {
    return new Scene(folder);
  }

  /** One of each, one of them hostile wherever a node or a user may write what they like. */
  static Scene one(Path folder) {
    Scene scene = new Scene(folder);
    scene.service();
    CellRef cell = scene.cell("node-1", "web", "1.4");
    scene.says(cell, CellState.RUNNING, "1.4", null);
    scene.heardOf("node-1", cell, CellState.RUNNING, "1.4", null);
    scene.changed(0, "publish", HOSTILE);
    new OneOfEach(scene.fleet, folder).around(cell);
    CellRef broken = scene.cell("node-3", "web", "1.4");
    scene.says(broken, CellState.ROLLED_BACK, "1.3", REFUSED);
    scene.heardOf("node-3", broken, CellState.ROLLED_BACK, "1.3", REFUSED);
    scene.behind = Duration.ofHours(3);
    CellRef silent = new CellRef(new NodeId("node-2"), new CellId("web"));
    scene.heardOf("node-2", silent, CellState.RUNNING, "1.4", null);
    scene.behind = Duration.ZERO;
    return scene;
  }

  /** The same with a user, so that everybody signs in. */
  static Scene guarded(Path folder) {
    Scene scene = one(folder);
    var _ = new Users(scene.fleet).add(USER, PASSWORD, null);
    var _ = new Tokens(scene.fleet).create("nightly deploys", USER, Duration.ofDays(90), null);
    return scene;
  }

  /** A thousand nodes, each with a cell; a tenth of them in trouble. */
  static Scene thousand(Path folder) {
    Scene scene = new Scene(folder);
    scene.service();
    CellRef first = scene.cell("node-1", "web", "1.4");
    scene.many();
    TriggerDocument trigger =
        scene
            .fleet
            .documents()
            .read(Keys.trigger(first), TriggerDocument.class)
            .found()
            .orElseThrow();
    for (int i = 1; i <= 1000; i++) {
      CellRef cell = new CellRef(new NodeId("node-" + i), new CellId("web"));
      boolean failed = i % 10 == 0;
      scene.store.plant(Keys.trigger(cell), Json.write(trigger));
      scene.store.plant(
          Keys.cell(cell),
          "{\"node\": \"%s\", \"cell\": \"web\", \"manifest\": \"web\", \"uid\": \"%s\"}"
              .formatted(cell.node(), trigger.cellUid()));
      CellState state = failed ? CellState.ROLLED_BACK : CellState.RUNNING;
      @Nullable String why = failed ? REFUSED : null;
      scene.says(cell, state, failed ? "1.3" : "1.4", why);
      scene.heardOf("node-" + i, cell, state, failed ? "1.3" : "1.4", why);
      scene.changed(i, "publish", null);
      scene.store.plant("notes/" + i + ".txt", "a note");
    }
    return scene;
  }

  // A thousand of what else there may be: manifests, versions, files of a version, users of
  // nothing.
  private void many() {
    String manifest = String.valueOf(store.text(Keys.manifest(WEB)));
    String version =
        String.valueOf(store.text(Keys.deployment(WEB, new Version("1.4"))))
            .replace("\"1.4\"", "\"%s\"");
    for (int i = 1; i < 1000; i++) {
      ManifestId name = new ManifestId("service-" + i);
      store.plant(Keys.manifest(name), manifest.replace("\"web\"", '"' + name.value() + '"'));
      Version v = new Version("0." + i);
      store.plant(Keys.deployment(WEB, v), version.formatted(v));
    }
    Map<String, String> files = new TreeMap<>();
    for (int i = 0; i < 1000; i++) {
      files.put("data/part-" + i + ".txt", "part " + i);
    }
    var _ =
        new Deployments(fleet)
            .upload(
                WEB,
                new Version("2.0"),
                HashedTree.of(FileTree.scan(files("2.0", files), List.of())),
                Deployments.Mode.REPLACE,
                UploadListener.NONE);
  }

  private void service() {
    Definition.Service service =
        ServiceFile.parse(
            "fleetman.yaml",
            """
            manifest: web
            profile: systemd
            command: bin/web --port 8080
            health: {http: "http://127.0.0.1:8080/health"}
            """);
    var _ = new Manifests(fleet).apply(service.manifest(), service.spec(), "the first one");
    Deployments deployments = new Deployments(fleet);
    for (String version : List.of("1.3", "1.4")) {
      HashedTree tree =
          HashedTree.of(
              FileTree.scan(
                  files(
                      version,
                      Map.of(
                          "bin/web",
                          "#!/bin/sh\necho " + version + "\n",
                          "conf/app.conf",
                          "port = 8080\nname = " + version + "\n",
                          "conf/<b onclick=x> '&name.txt",
                          HOSTILE)),
                  List.of()));
      var _ =
          deployments.upload(
              WEB, new Version(version), tree, Deployments.Mode.REPLACE, UploadListener.NONE);
      var _ = deployments.seal(WEB, new Version(version), null);
    }
  }

  private CellRef cell(String node, String cell, String version) {
    CellRef ref = new CellRef(new NodeId(node), new CellId(cell));
    var _ = new Cells(fleet).map(ref, WEB, new TreeMap<>(), null);
    var _ =
        new Publisher(fleet)
            .publish(
                new PublishRequest(ref, new Version(version), false, "because"),
                PublishListener.NONE);
    return ref;
  }

  private void says(CellRef cell, CellState state, String running, @Nullable String reason) {
    TriggerDocument trigger =
        fleet.documents().read(Keys.trigger(cell), TriggerDocument.class).found().orElseThrow();
    Instant now = fleet.clock().instant();
    store.plant(
        Keys.status(cell),
        Json.write(
            new CellStatus(
                cell.node(),
                cell.cell(),
                trigger.cellUid(),
                WEB,
                Profile.SYSTEMD,
                1,
                trigger.id(),
                trigger.deployId(),
                trigger.restartId(),
                state,
                trigger.version(),
                new Version(running),
                reason,
                List.of(),
                now,
                now)));
  }

  private void heardOf(
      String node, CellRef cell, CellState state, String running, @Nullable String reason) {
    NodeId name = new NodeId(node);
    store.plant(
        Keys.heartbeat(name),
        Json.write(
            new Heartbeat(
                name,
                "i1",
                7,
                "0.1.0",
                3600,
                10,
                5,
                12,
                2L << 30,
                8L << 30,
                20L << 30,
                100L << 30,
                new TreeMap<>(Map.of(cell.cell(), state)),
                null,
                null)));
    store.plant(
        Keys.report(name),
        Json.write(
            new NodeReport(
                name,
                "0.1.0",
                node + ".example",
                "Debian 13",
                "x86_64",
                new TreeMap<>(Map.of("site", "berlin", "note", HOSTILE)),
                new TreeMap<>(Map.of(Profile.SYSTEMD, "257")),
                List.of(
                    new CellReport(
                        cell.cell(),
                        WEB,
                        Profile.SYSTEMD,
                        state,
                        new Version("1.4"),
                        new Version(running),
                        "up",
                        1,
                        List.of(),
                        reason,
                        List.of("10:00:01 starting", HOSTILE))),
                List.of())));
  }

  private void changed(int i, String operation, @Nullable String reason) {
    Instant at = fleet.clock().instant().minusSeconds(60L * i);
    String id = Ids.ordered(at);
    store.plant(
        Keys.audit(id),
        Json.write(
            new AuditDocument(
                id,
                operation,
                AuditDocument.Via.CLI,
                List.of(
                    new AuditDocument.Change(
                        new FleetObject(FleetObject.Kind.CELL, "node-1/web"),
                        AuditDocument.Done.CHANGED)),
                i % 7 == 3 ? "the store did not answer in time" : null,
                new Author("ada@laptop", at, reason))));
  }

  private Path files(String name, Map<String, String> files) {
    return files(folder.resolve("files-" + name), files);
  }

  /** These files, by their paths, in a folder. */
  static Path files(Path root, Map<String, String> files) {
    try {
      for (var file : files.entrySet()) {
        Path path = root.resolve(file.getKey());
        Files.createDirectories(path.getParent());
        Files.writeString(path, file.getValue());
        if (file.getValue().startsWith("#!") && !path.toFile().setExecutable(true)) {
          throw new IOException("cannot make executable: " + path);
        }
      }
      return root;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
