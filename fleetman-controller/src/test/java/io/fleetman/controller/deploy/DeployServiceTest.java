package io.fleetman.controller.deploy;

import static io.fleetman.controller.support.TestFleet.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleetman.controller.cell.Mapped;
import io.fleetman.controller.manifest.Applied;
import io.fleetman.controller.publish.ChangePlan;
import io.fleetman.controller.publish.Commands;
import io.fleetman.controller.publish.Outcome;
import io.fleetman.controller.support.Refusal;
import io.fleetman.controller.support.Setting;
import io.fleetman.controller.support.TestFleet;
import io.fleetman.controller.tree.FileChange;
import io.fleetman.document.CellState;
import io.fleetman.document.SnapshotMark;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.Version;
import io.fleetman.store.FaultyObjectStore.Fault;
import io.fleetman.store.Request;
import io.fleetman.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeployServiceTest {
  private static final String WEB =
      """
      manifest: web
      profile: systemd
      command: ./bin/web --port {{ vars.port }}
      variables: {port: 8080}
      files:
        - {path: ., exclude: ["*.md"]}
        - {path: app.conf, type: template, mode: "0640"}
      limits: {memory: 512M, cpu: 500m}
      health: {http: "http://127.0.0.1:{{ vars.port }}/health"}
      cells:
        - node: node-1
        - {node: node-2, id: web-b, variables: {port: 8081}}
      """;
  private static final CellRef FIRST = CellRef.parse("node-1/web");
  private static final CellRef SECOND = CellRef.parse("node-2/web-b");

  @TempDir Path temp = Path.of("");
  private TestFleet given = new TestFleet(temp);
  private Path folder = temp;
  private Optional<String> git = Optional.empty();
  private DeployService service = new DeployService(given.fleet, _ -> git);

  @BeforeEach
  void aFolder() {
    given = new TestFleet(temp);
    git = Optional.empty();
    service = new DeployService(given.fleet, _ -> git);
    folder =
        given.folder(
            Map.of(
                "fleetman.yaml", WEB,
                "bin/web", "#!/bin/sh\n",
                "app.conf", "port={{ vars.port }}",
                "notes.md", "not deployed"));
  }

  private List<Outcome> deploy(DeployOptions options) {
    return service.execute(service.prepare(folder, options), options, DeployListener.NONE);
  }

  private void write(String file, String text) {
    try {
      Files.writeString(folder.resolve(file), text);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void oneFolderBecomesARunningServiceOnAllItsNodes() {
    DeployPlan plan = service.prepare(folder, DeployOptions.DEFAULT);
    assertThat(given.memory.keys()).as("a plan writes nothing").isEmpty();
    assertThat(plan.versionFrom()).isEqualTo("content");
    assertThat(plan.version().value()).matches("c-[0-9a-f]{12}");
    assertThat(plan.manifest().change()).isEqualTo(Applied.Change.CREATED);
    assertThat(plan.uploadFiles()).isEqualTo(2);
    assertThat(plan.cells())
        .allSatisfy(
            c -> {
              assertThat(c.mapping().change()).isEqualTo(Mapped.Change.CREATED);
              assertThat(c.changes().count(FileChange.Kind.ADDED)).isEqualTo(2);
            });
    assertThat(plan.nothingToDo()).isFalse();

    List<Outcome> outcomes = service.execute(plan, DeployOptions.DEFAULT, DeployListener.NONE);

    assertThat(outcomes).hasSize(2).allMatch(o -> o instanceof Outcome.Sent);
    SnapshotMark.Snapshot first = given.snapshot(FIRST, plan.version().value());
    SnapshotMark.Snapshot second = given.snapshot(SECOND, plan.version().value());
    assertThat(first.variables()).containsEntry("port", "8080");
    assertThat(second.variables()).containsEntry("port", "8081");
    assertThat(given.trigger(FIRST).version()).isEqualTo(plan.version());
  }

  @Test
  void invariant7WhatSomebodyElsePublishedSinceThePlanWasMadeIsNotOverwritten() {
    deploy(new DeployOptions(new Version("1"), false, null));
    write("new.txt", "2");
    deploy(new DeployOptions(new Version("2"), false, null));
    write("new.txt", "3");
    DeployPlan mine = service.prepare(folder, new DeployOptions(new Version("3"), false, null));
    var _ = new Commands(given.other()).rollback(FIRST, new Version("1"), null);

    List<Outcome> outcomes = service.execute(mine, DeployOptions.DEFAULT, DeployListener.NONE);

    assertThat(outcomes.getFirst())
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed ->
                assertThat(failed.cause())
                    .isInstanceOf(Refusal.Conflict.class)
                    .hasMessageContaining("since you looked at what changes"));
    assertThat(outcomes.getLast()).isInstanceOf(Outcome.Sent.class);
    assertThat(given.trigger(FIRST).version()).isEqualTo(new Version("1"));
  }

  @Test
  void theSameContentAgainIsNothingToDo() {
    deploy(DeployOptions.DEFAULT);
    given.says(FIRST, CellState.DEPLOYED, null);
    given.says(SECOND, CellState.DEPLOYED, null);
    given.memory.forgetRequests();

    DeployPlan again = service.prepare(folder, DeployOptions.DEFAULT);
    assertThat(again.sealed()).isTrue();
    assertThat(again.nothingToDo()).isTrue();
    List<Outcome> outcomes = service.execute(again, DeployOptions.DEFAULT, DeployListener.NONE);

    assertThat(outcomes).allMatch(o -> o instanceof Outcome.NothingToDo);
    assertThat(given.memory.requests().stream().filter(r -> r.kind().writes())).isEmpty();
    assertThat(deploy(new DeployOptions(null, true, null)))
        .as("--redeploy")
        .allMatch(o -> o instanceof Outcome.Sent);
  }

  @Test
  void aChangeIsShownFileByFileAndOnlyItIsUploaded() {
    deploy(DeployOptions.DEFAULT);
    write("bin/web", "#!/bin/sh\necho changed\n");
    write("new.txt", "new");
    write("fleetman.yaml", WEB.replace("512M", "256M"));

    DeployPlan plan = service.prepare(folder, DeployOptions.DEFAULT);

    ChangePlan changes = plan.cells().getFirst().changes();
    assertThat(changes.count(FileChange.Kind.ADDED)).isEqualTo(1);
    assertThat(changes.count(FileChange.Kind.CHANGED)).isEqualTo(1);
    assertThat(changes.count(FileChange.Kind.SAME)).isEqualTo(1);
    assertThat(changes.settings()).containsExactly(new Setting("limits.memory", "512M", "256M"));
    assertThat(plan.manifest().change()).isEqualTo(Applied.Change.CHANGED);
  }

  @Test
  void otherContentUnderASealedVersionIsRefused() {
    DeployOptions named = new DeployOptions(new Version("1.0"), false, null);
    deploy(named);
    write("bin/web", "#!/bin/sh\necho changed\n");
    assertThatThrownBy(() -> service.prepare(folder, named))
        .isInstanceOf(Refusal.Invalid.class)
        .hasMessageContaining("web 1.0 is sealed with other content");
  }

  @ParameterizedTest
  @CsvSource({
    "v1.2, v1.2, git",
    "v1.2-3-gabc1234, v1.2-3-gabc1234, git",
    "v1.2-dirty, v1.2-01234567, git",
    "release/1.2, c-0123456789ab, content",
    "'', c-0123456789ab, content",
  })
  void theVersionComesFromGitElseFromTheContent(String said, String version, String from) {
    assertThat(Versioning.of(Optional.of(said), "0123456789abcdef"))
        .isEqualTo(new Versioning(new Version(version), from));
  }

  @Test
  void gitIsAsked() {
    git = Optional.of("v1.2\n");
    assertThat(service.prepare(folder, DeployOptions.DEFAULT).version())
        .isEqualTo(new Version("v1.2"));
  }

  @Test
  void whatWouldFailLaterIsSaidBeforeAnythingIsWritten() {
    write("app.conf", "{{ vars.nope }}");
    write("fleetman.yaml", WEB.replace("./bin/web", "./bin/absent"));
    assertThatThrownBy(() -> service.prepare(folder, DeployOptions.DEFAULT))
        .isInstanceOf(Refusal.Invalid.class)
        .hasMessageContaining("{{ vars.nope }}")
        .hasMessageContaining("there is no file 'bin/absent'");
    assertThat(given.memory.keys()).isEmpty();
  }

  @Test
  void afterAFailureItGoesOnWhereItWas() {
    given.faulty.always(request(Request.Kind.PUT, "trigger.json"), Fault.DENIED);
    assertThat(deploy(DeployOptions.DEFAULT)).allMatch(o -> o instanceof Outcome.Failed);
    given.faulty.heal();
    given.memory.forgetRequests();

    assertThat(deploy(DeployOptions.DEFAULT)).allMatch(o -> o instanceof Outcome.Sent);
    assertThat(given.memory.count(Request.Kind.COPY, Request.Kind.PUT_FILE)).isZero();

    aFolder();
    given.faulty.always(request(Request.Kind.PUT, "bin/web"), Fault.DENIED);
    assertThatThrownBy(() -> deploy(DeployOptions.DEFAULT)).isInstanceOf(StoreException.class);
    given.faulty.heal();
    assertThat(deploy(DeployOptions.DEFAULT)).allMatch(o -> o instanceof Outcome.Sent);
  }

  @Test
  void aFolderThatChangedSinceThePlanIsNotDeployed() {
    DeployPlan plan = service.prepare(folder, DeployOptions.DEFAULT);
    write("bin/web", "#!/bin/sh\necho edited meanwhile\n");
    assertThatThrownBy(() -> service.execute(plan, DeployOptions.DEFAULT, DeployListener.NONE))
        .isInstanceOf(Refusal.Conflict.class)
        .hasMessageContaining("'bin/web' changed while it was being uploaded");
  }

  @Test
  void aCellOfAnotherManifestIsInTheWay() {
    given.web();
    var _ = given.cell("node-1/web");
    write(
        "fleetman.yaml",
        WEB.replace("manifest: web", "manifest: other")
            .replace("- node: node-1", "- {node: node-1, id: web}"));
    assertThatThrownBy(() -> service.prepare(folder, DeployOptions.DEFAULT))
        .hasMessageContaining("cell node-1/web runs manifest web, not other");
  }

  @Test
  void withoutCellsItGoesWhereItIsMappedAlreadyOrNowhere() {
    write("fleetman.yaml", WEB.substring(0, WEB.indexOf("cells:")));
    assertThatThrownBy(() -> service.prepare(folder, DeployOptions.DEFAULT))
        .hasMessageContaining("cells is missing");
    var _ = given.cell("node-5/web");
    assertThat(service.prepare(folder, DeployOptions.DEFAULT).cells())
        .singleElement()
        .satisfies(
            c -> assertThat(c.mapping().cell().ref()).isEqualTo(CellRef.parse("node-5/web")));
  }
}
