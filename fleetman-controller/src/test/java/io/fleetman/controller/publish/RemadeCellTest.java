package io.fleetman.controller.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleetman.controller.cell.Cells;
import io.fleetman.controller.deployment.Deployments;
import io.fleetman.controller.support.Refusal;
import io.fleetman.controller.tree.UploadListener;
import io.fleetman.document.CellState;
import io.fleetman.layout.ManifestId;
import io.fleetman.layout.Version;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A cell is removed, and made anew under its name for another service. */
class RemadeCellTest extends AServiceToPublish {
  private static final ManifestId OTHER = new ManifestId("other");

  private Commands commands = new Commands(given.fleet);

  @BeforeEach
  void theNameIsAnotherServicesNow() {
    commands = new Commands(given.fleet);
    publish("1.0");
    given.ends(cell, CellState.DEPLOYED, "1.0");
    given.clock.advance(Duration.ofMinutes(1));
    commands.remove(cell, null);
    given.ends(cell, CellState.REMOVED, null);
    var _ = given.manifest("{manifest: other, profile: deploy, variables: {port: 80}}");
    var _ = new Cells(given.other()).map(cell, OTHER, new TreeMap<>(), null);
    sealed("2.0", Map.of("a.txt", "of another service"));
    publish("2.0");
    given.clock.advance(Duration.ofMinutes(1));
    given.ends(cell, CellState.FAILED, null);
  }

  private void sealed(String version, Map<String, String> files) {
    Deployments deployments = new Deployments(given.other());
    var _ =
        deployments.upload(
            OTHER,
            new Version(version),
            given.tree(files),
            Deployments.Mode.REPLACE,
            UploadListener.NONE);
    var _ = deployments.seal(OTHER, new Version(version), null);
  }

  @Test
  void aRollbackNeverBringsTheOldServiceBack() {
    assertThatThrownBy(() -> commands.rollback(cell, null, null))
        .isInstanceOf(Refusal.NotFound.class)
        .hasMessageContaining("no earlier version");
    assertThatThrownBy(() -> commands.rollback(cell, new Version("1.0"), null))
        .isInstanceOf(Refusal.Invalid.class)
        .hasMessageContaining("version 1.0 of node-1/web is of manifest web");
    assertThat(given.trigger(cell).version()).hasToString("2.0");
  }

  @Test
  void norDoesAPublishOfItsVersion() {
    assertThatThrownBy(() -> publish("1.0"))
        .isInstanceOf(Refusal.Invalid.class)
        .hasMessageContaining("publish a version of that");
  }

  @Test
  void aVersionOfTheSameNameAndFilesIsASnapshotOfItsOwn() {
    sealed("1.0", Map.of("a.txt", "one", "b.txt", "two"));

    publish("1.0");

    assertThat(given.trigger(cell).version()).hasToString("1.0+1");
    assertThat(given.snapshot(cell, "1.0+1").manifest()).isEqualTo(OTHER);
    assertThat(given.snapshot(cell, "1.0").manifest()).hasToString("web");
  }
}
