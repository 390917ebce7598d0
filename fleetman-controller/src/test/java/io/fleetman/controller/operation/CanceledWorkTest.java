package io.fleetman.controller.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleetman.controller.deployment.Deployments;
import io.fleetman.controller.deployment.DraftFiles;
import io.fleetman.controller.deployment.RecycleBin;
import io.fleetman.controller.doctor.Doctor;
import io.fleetman.controller.publish.PublishListener;
import io.fleetman.controller.publish.Publishes;
import io.fleetman.controller.storage.RawKeys;
import io.fleetman.controller.support.Canceled;
import io.fleetman.controller.support.Progress;
import io.fleetman.controller.support.TestFleet;
import io.fleetman.controller.tree.Expected;
import io.fleetman.controller.tree.UploadListener;
import io.fleetman.document.Author;
import io.fleetman.document.DeploymentState;
import io.fleetman.document.PublishDocument;
import io.fleetman.document.TriggerDocument;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.Keys;
import io.fleetman.layout.ManifestId;
import io.fleetman.layout.Version;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where long work stops that is told to: between two steps, never in the middle of one. */
class CanceledWorkTest {
  private static final ManifestId WEB = new ManifestId("web");

  @TempDir Path folder;
  private TestFleet given;

  @BeforeEach
  void aFleet() {
    given = new TestFleet(folder);
    given.web();
    given.sealed("1", Map.of("app.conf", "one\n", "other.conf", "1\n"));
  }

  /** Somebody asks for it to stop after so many steps. */
  private static Progress after(int steps) {
    AtomicInteger left = new AtomicInteger(steps);
    return new Progress() {
      @Override
      public void proceed() {
        if (left.getAndDecrement() <= 0) {
          throw new Canceled(new Author("ada", Instant.EPOCH, null));
        }
      }
    };
  }

  @Test
  void anUploadLeavesTheDraftAsItWas() {
    assertThatThrownBy(
            () ->
                new DraftFiles(given.fleet)
                    .put(
                        WEB,
                        new Version("2"),
                        given.tree(Map.of("a", "a", "b", "b", "c", "c")),
                        new Expected.Anything(),
                        UploadListener.counting(after(1))))
        .isInstanceOf(Canceled.class);
    assertThat(new Deployments(given.fleet).find(WEB, new Version("2"))).isEmpty();
    given.clock.advance(Duration.ofHours(1));
    var _ = new Doctor(given.fleet).repair();
    assertThat(given.memory.keys()).noneMatch(k -> k.matches("deployments/web/2/.+/.+"));
  }

  @Test
  void emptyingTheBinStopsBeforeTheNextVersion() {
    given.sealed("2", Map.of("app.conf", "two\n"));
    RecycleBin bin = new RecycleBin(given.fleet);
    var _ = bin.recycle(WEB, new Version("1"), null);
    var _ = bin.recycle(WEB, new Version("2"), null);
    assertThatThrownBy(() -> bin.empty(null, null, after(1))).isInstanceOf(Canceled.class);
    List<DeploymentState> states =
        new Deployments(given.fleet).list(WEB).stream().map(d -> d.state()).toList();
    assertThat(states).containsExactlyInAnyOrder(DeploymentState.PURGED, DeploymentState.RECYCLED);
    assertThat(bin.empty(null, null).purged()).hasSize(1);
  }

  @Test
  void deletingAFolderStopsBeforeTheNextThousand() {
    IntStream.range(0, 1500).forEach(i -> given.memory.plant("notes/%04d".formatted(i), "x"));
    assertThatThrownBy(() -> new RawKeys(given.fleet).deleteBelow("notes/", 1500, after(1)))
        .isInstanceOf(Canceled.class);
    assertThat(given.memory.keys().stream().filter(k -> k.startsWith("notes/"))).hasSize(500);
  }

  @Test
  void aPublishTellsNoFurtherCellLeavesNoneHalfWayAndCanBeGoneOnWith() {
    List<CellRef> cells =
        IntStream.range(0, 12).mapToObj(i -> given.cell("node-" + i + "/web")).toList();
    Publishes publishes = new Publishes(given.fleet);
    PublishDocument publish = publishes.begin("p1", new Version("1"), cells, false, null);
    Progress stops = after(9);
    PublishListener listener =
        new PublishListener() {
          @Override
          public void begins(CellRef cell) {
            stops.proceed();
          }

          @Override
          public void copied(CellRef cell) {
            stops.proceed();
          }
        };
    assertThatThrownBy(() -> publishes.carryOut(publish, listener)).isInstanceOf(Canceled.class);

    assertThat(publishes.get("p1").ended()).isFalse();
    List<CellRef> told = cells.stream().filter(this::isTold).toList();
    assertThat(told.size()).isBetween(1, 11);
    assertThat(told).allSatisfy(cell -> assertThat(given.mark(cell, "1")).isNotNull());

    assertThat(publishes.carryOut(publish, PublishListener.NONE).refused()).isEmpty();
    assertThat(cells).allMatch(this::isTold);
    assertThat(told)
        .as("told once")
        .allSatisfy(
            cell -> assertThat(Objects.requireNonNull(given.trigger(cell).sequence())).isOne());
  }

  private boolean isTold(CellRef cell) {
    return given
        .fleet
        .documents()
        .read(Keys.trigger(cell), TriggerDocument.class)
        .found()
        .isPresent();
  }

  @Test
  void aRepairStopsBeforeTheNextPlace() {
    given.memory.plant("deployments/web/9/a-1/stray", "x");
    given.clock.advance(Duration.ofHours(1));
    assertThatThrownBy(() -> new Doctor(given.fleet).repair(after(0))).isInstanceOf(Canceled.class);
    assertThat(given.memory.keys()).contains("deployments/web/9/a-1/stray");
  }
}
