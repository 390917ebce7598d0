package io.fleetman.e2e.pages;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.fleetman.controller.cell.Overrides;
import io.fleetman.controller.deployment.Deployments;
import io.fleetman.controller.deployment.RecycleBin;
import io.fleetman.controller.manifest.Definition;
import io.fleetman.controller.manifest.Manifests;
import io.fleetman.controller.manifest.ResourceProfiles;
import io.fleetman.controller.manifest.ServiceFile;
import io.fleetman.controller.operation.Operations;
import io.fleetman.controller.operation.Run;
import io.fleetman.controller.publish.PublishListener;
import io.fleetman.controller.publish.Publishes;
import io.fleetman.controller.staging.Staging;
import io.fleetman.controller.support.OpenFleet;
import io.fleetman.controller.tree.FileTree;
import io.fleetman.controller.tree.HashedTree;
import io.fleetman.controller.tree.UploadListener;
import io.fleetman.document.CellState;
import io.fleetman.document.FleetObject;
import io.fleetman.document.HistoryDocument;
import io.fleetman.document.Limits;
import io.fleetman.document.OperationDocument.Failure;
import io.fleetman.document.OperationDocument.Unit;
import io.fleetman.document.TriggerDocument;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.Ids;
import io.fleetman.layout.Keys;
import io.fleetman.layout.RelativePath;
import io.fleetman.layout.Version;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What lies around a cell that somebody has worked with for a while. */
final class OneOfEach {
  private static final Version OLD = new Version("1.2");
  private static final Version DRAFT = new Version("1.5");

  private final OpenFleet fleet;
  private final Path folder;

  OneOfEach(OpenFleet fleet, Path folder) {
    this.fleet = fleet;
    this.folder = folder;
  }

  void around(CellRef cell) {
    anotherRevision();
    versionsThatAreNotSealed();
    var _ =
        new ResourceProfiles(fleet).apply("small", new Limits(null, null, null, 100, 64), "first");
    var _ =
        new Staging(fleet)
            .put(tree("staged", Map.of("tls/site.pem", "not a key\n")), null, UploadListener.NONE);
    var _ =
        new Overrides(fleet)
            .set(
                cell,
                new RelativePath("conf/app.conf"),
                Scene.files(folder.resolve("override"), Map.of("app.conf", "port = 8081\n"))
                    .resolve("app.conf"),
                Overrides.Attributes.NONE,
                "another port here");
    timeline(cell);
    longWork();
    Publishes publishes = new Publishes(fleet);
    var _ =
        publishes.carryOut(
            publishes.begin(
                Ids.next(fleet.clock().instant()),
                new Version("1.4"),
                List.of(cell),
                false,
                "as announced"),
            PublishListener.NONE);
  }

  private void longWork() {
    Operations operations = new Operations(fleet);
    FleetObject draft = new FleetObject(FleetObject.Kind.DEPLOYMENT, "web 1.5");
    Run done = operations.begin("done-1", "upload", draft, Unit.FILES, null);
    done.expects(3);
    done.did(3);
    done.succeeded(JsonNodeFactory.instance.objectNode().put("uploaded", 3));
    Run stopped = operations.begin("stopped-1", "upload", draft, Unit.FILES, "the new release");
    var _ = operations.cancel("stopped-1", "the wrong folder");
    stopped.expects(2000);
    stopped.did(731);
    stopped.canceled(
        new Failure(
            "urn:fleetman:problem:canceled",
            "It was canceled",
            409,
            "canceled by ada@laptop: the wrong folder; it stopped between two steps, and nothing is"
                + " left half made",
            List.of()));
    Run running =
        operations.begin(
            "under-way-1",
            "deployment purge --all",
            new FleetObject(FleetObject.Kind.DEPLOYMENT, "*"),
            Unit.OBJECTS,
            "tidying up");
    running.expects(20_000);
    running.did(8_000);
    running.start(); // says so for as long as the pages are looked at
  }

  private void anotherRevision() {
    Definition.Service service =
        ServiceFile.parse(
            "fleetman.yaml",
            """
            manifest: web
            description: The shop's front, with a description that is long enough to need a second line on a phone
            profile: systemd
            command: bin/web --port {{ vars.port }}
            variables: {port: "8080"}
            health: {http: "http://127.0.0.1:{{ vars.port }}/health", within: 40s}
            limits: {memory: 512M}
            """);
    var _ = new Manifests(fleet).apply(service.manifest(), service.spec(), "less memory");
  }

  private void versionsThatAreNotSealed() {
    Deployments deployments = new Deployments(fleet);
    var _ =
        deployments.upload(
            Scene.WEB,
            DRAFT,
            tree("draft", Map.of("conf/app.conf", "port = {{ vars.nobody-set-it }}\n")),
            Deployments.Mode.REPLACE,
            UploadListener.NONE);
    var _ =
        deployments.upload(
            Scene.WEB,
            OLD,
            tree("old", Map.of("bin/web", "#!/bin/sh\necho old\n")),
            Deployments.Mode.REPLACE,
            UploadListener.NONE);
    var _ = new RecycleBin(fleet).recycle(Scene.WEB, OLD, "nobody runs it");
  }

  private void timeline(CellRef cell) {
    Instant now = fleet.clock().instant();
    history(cell, now.minusSeconds(86_400), CellState.RUNNING, "1.3", null, "1.3", null);
    history(
        cell,
        now.minusSeconds(7_200),
        CellState.ROLLED_BACK,
        "1.4",
        "1.3",
        "1.3",
        "version 1.4 did not answer http://127.0.0.1:8080/health within 30 s; 1.3 runs again");
    history(cell, now.minusSeconds(600), CellState.RUNNING, "1.4", "1.3", "1.4", null);
  }

  private void history(
      CellRef cell,
      Instant at,
      CellState state,
      String version,
      @Nullable String from,
      String running,
      @Nullable String reason) {
    TriggerDocument trigger =
        fleet.documents().read(Keys.trigger(cell), TriggerDocument.class).found().orElseThrow();
    String id = Ids.next(at);
    fleet
        .documents()
        .create(
            Keys.history(cell, id),
            new HistoryDocument(
                id,
                trigger.id(),
                "deploy",
                state,
                new Version(version),
                from == null ? null : new Version(from),
                new Version(running),
                reason,
                reason == null ? List.of() : List.of("10:00:02 cannot bind 127.0.0.1:8080"),
                3,
                4096,
                at.minusSeconds(4),
                at,
                trigger.author()),
            HistoryDocument.class);
  }

  private HashedTree tree(String name, Map<String, String> files) {
    return HashedTree.of(
        FileTree.scan(Scene.files(folder.resolve("tree-" + name), files), List.of()));
  }
}
