package io.fleetman.e2e.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetman.controller.cell.Cells;
import io.fleetman.controller.deployment.RecycleBin;
import io.fleetman.document.DeploymentDocument;
import io.fleetman.document.DeploymentState;
import io.fleetman.document.Desired;
import io.fleetman.document.SnapshotMark;
import io.fleetman.document.TriggerDocument;
import io.fleetman.killpoint.KillPoint;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.Keys;
import io.fleetman.layout.Version;
import io.fleetman.store.GetResult;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A command that a process is killed in: how it comes about, what must hold whenever it ended, and
 * what must have come of it once it was run to its end.
 */
sealed interface Scenario {
  /** The command line. */
  String[] command();

  /** Must hold after a kill at whatever step. */
  void assertNotHalfDone();

  /** Must hold after the same command was run again, to its end. */
  void assertDone();

  /** A fresh one that passes this step. */
  static Scenario of(KillPoint point, String id, Bucket bucket) {
    return switch (point.change()) {
      case UPLOAD -> Upload.begin(id, bucket);
      case SEAL -> Seal.begin(id, bucket);
      case OVERRIDE -> OwnFile.begin(id, bucket);
      case PUBLISH -> Publish.begin(id, bucket);
      case REMOVE -> Remove.begin(id, bucket);
      case DELETE -> Delete.begin(id, bucket);
      case PURGE -> Purge.begin(id, bucket);
      case REPAIR -> Repair.begin(id, bucket);
      case DEPLOY, JOB -> throw new IllegalArgumentException(point + " is a step on a node");
    };
  }

  /** Files into a draft. */
  record Upload(Bucket bucket, String version, Path files) implements Scenario {
    static Upload begin(String id, Bucket bucket) {
      return new Upload(bucket, "u-" + id, bucket.files(Bucket.content(id)));
    }

    @Override
    public String[] command() {
      return new String[] {"upload", "web", version, files.toString()};
    }

    @Override
    public void assertNotHalfDone() {
      // an index is put last, or by the doctor, who names nothing
      bucket.deployment(version).ifPresent(d -> assertThat(d.files()).isEmpty());
    }

    @Override
    public void assertDone() {
      DeploymentDocument draft = bucket.deployment(version).orElseThrow();
      assertThat(draft.files()).hasSize(3);
      bucket.assertBytes(version, draft.files().values());
    }
  }

  /** A draft is frozen. */
  record Seal(Bucket bucket, String version) implements Scenario {
    static Seal begin(String id, Bucket bucket) {
      bucket.draft("s-" + id, Bucket.content(id));
      return new Seal(bucket, "s-" + id);
    }

    @Override
    public String[] command() {
      return new String[] {"seal", "web", version};
    }

    @Override
    public void assertNotHalfDone() {
      DeploymentDocument now = bucket.deployment(version).orElseThrow();
      assertThat(now.state()).isEqualTo(DeploymentState.DRAFT);
      bucket.assertBytes(version, now.files().values());
    }

    @Override
    public void assertDone() {
      DeploymentDocument now = bucket.deployment(version).orElseThrow();
      assertThat(now.state()).isEqualTo(DeploymentState.SEALED);
      bucket.assertBytes(version, now.files().values());
    }
  }

  /** A cell gets a file of its own. */
  record OwnFile(Bucket bucket, CellRef cell, Path file) implements Scenario {
    static OwnFile begin(String id, Bucket bucket) {
      return new OwnFile(
          bucket,
          bucket.cell("kill-1/" + id),
          bucket.files(Map.of("VERSION", id)).resolve("VERSION"));
    }

    @Override
    public String[] command() {
      return new String[] {"override", "set", cell.toString(), "VERSION", file.toString()};
    }

    @Override
    public void assertNotHalfDone() {
      bucket.overrides(cell).ifPresent(o -> assertThat(o.files()).isEmpty());
    }

    @Override
    public void assertDone() {
      var files = bucket.overrides(cell).orElseThrow().files();
      assertThat(files).hasSize(1);
      bucket.assertBytes("overrides", files.values());
    }
  }

  /** A version to three cells at once, so that a kill finds them at different steps. */
  record Publish(Bucket bucket, String version, List<CellRef> cells) implements Scenario {
    static Publish begin(String id, Bucket bucket) {
      String version = "p-" + id;
      bucket.sealed(version, Bucket.content(id));
      return new Publish(
          bucket,
          version,
          IntStream.range(0, 3).mapToObj(i -> bucket.cell("kill-" + i + "/" + id)).toList());
    }

    @Override
    public String[] command() {
      return Stream.concat(
              Stream.of("publish", version, "--yes", "--no-wait"),
              cells.stream().map(CellRef::toString))
          .toArray(String[]::new);
    }

    @Override
    public void assertNotHalfDone() {
      cells.forEach(bucket::assertWhole);
    }

    @Override
    public void assertDone() {
      for (CellRef cell : cells) {
        bucket.assertWhole(cell);
        assertThat(bucket.trigger(cell).map(TriggerDocument::version))
            .contains(new Version(version));
        assertThat(bucket.committed(cell)).hasSize(1);
        assertThat(bucket.fleet().objects().get(Keys.doorbell(cell.node())))
            .as("the doorbell of " + cell.node())
            .isInstanceOf(GetResult.Found.class);
      }
    }
  }

  /** A cell is taken off its node. */
  record Remove(Bucket bucket, CellRef cell) implements Scenario {
    static Remove begin(String id, Bucket bucket) {
      CellRef cell = bucket.cell("kill-1/" + id);
      bucket.sealed("r-" + id, Bucket.content(id));
      var _ = bucket.publish(cell, "r-" + id);
      return new Remove(bucket, cell);
    }

    @Override
    public String[] command() {
      return new String[] {"remove", cell.toString(), "--yes", "--no-wait"};
    }

    @Override
    public void assertNotHalfDone() {
      bucket.assertWhole(cell);
    }

    @Override
    public void assertDone() {
      assertThat(bucket.trigger(cell).map(TriggerDocument::desired)).contains(Desired.REMOVED);
      assertThat(new Cells(bucket.fleet()).find(cell).orElseThrow().removed()).isTrue();
    }
  }

  /** A version that nothing names any more is deleted. */
  record Delete(Bucket bucket, CellRef cell, Version old) implements Scenario {
    static Delete begin(String id, Bucket bucket) {
      CellRef cell = bucket.cell("kill-1/" + id);
      for (String version : List.of("d1-" + id, "d2-" + id)) {
        bucket.sealed(version, Bucket.content(version));
        var _ = bucket.publish(cell, version);
      }
      return new Delete(bucket, cell, new Version("d1-" + id));
    }

    @Override
    public String[] command() {
      return new String[] {"version", "delete", cell.toString(), old.value(), "--yes"};
    }

    @Override
    public void assertNotHalfDone() {
      bucket.assertWhole(cell);
      assertThat(bucket.trigger(cell).orElseThrow().retired()).containsExactly(old);
    }

    @Override
    public void assertDone() {
      assertThat(bucket.mark(cell, old).orElseThrow()).isInstanceOf(SnapshotMark.Deleted.class);
      assertThat(bucket.keys(Keys.snapshotFolder(cell, old)))
          .containsExactly(Keys.snapshot(cell, old));
      bucket.assertWhole(cell);
      assertThat(bucket.committed(cell)).hasSize(1);
    }
  }

  /** What lies in the recycle bin is deleted for good. */
  record Purge(Bucket bucket, Version version) implements Scenario {
    static Purge begin(String id, Bucket bucket) {
      Version version = new Version("x-" + id);
      bucket.sealed(version.value(), Bucket.content(id));
      var _ = new RecycleBin(bucket.fleet()).recycle(Bucket.WEB, version, null);
      return new Purge(bucket, version);
    }

    @Override
    public String[] command() {
      return new String[] {"deployment", "purge", "web", version.value(), "--yes"};
    }

    @Override
    public void assertNotHalfDone() {
      assertThat(bucket.deployment(version.value()).orElseThrow().state())
          .as("nobody may take it out of the bin while its files go")
          .isEqualTo(DeploymentState.PURGED);
    }

    @Override
    public void assertDone() {
      assertThat(bucket.keys(Keys.deploymentFolder(Bucket.WEB, version)))
          .containsExactly(Keys.deployment(Bucket.WEB, version));
    }
  }

  /** What a publisher left half made is cleaned up, beside a cell where all is well. */
  record Repair(Bucket bucket, CellRef well, CellRef half, String version) implements Scenario {
    static Repair begin(String id, Bucket bucket) {
      Repair repair =
          new Repair(bucket, bucket.cell("kill-1/" + id), bucket.cell("kill-2/" + id), "c-" + id);
      bucket.sealed(repair.version, Bucket.content(id));
      var _ = bucket.publish(repair.well, repair.version);
      bucket.diesBeforeTheMark(repair.half, repair.version);
      return repair;
    }

    @Override
    public String[] command() {
      return new String[] {"doctor", "--repair", "--yes", "--older-than", "0s"};
    }

    @Override
    public void assertNotHalfDone() {
      bucket.assertWhole(well);
      bucket.assertWhole(half);
    }

    @Override
    public void assertDone() {
      assertNotHalfDone();
      assertThat(bucket.committed(half)).isEmpty();
      bucket.assertNothingLeftBehind();
      var _ = bucket.publish(half, version);
      bucket.assertWhole(half);
      assertThat(bucket.trigger(half).map(TriggerDocument::version))
          .as("the name may be used again")
          .contains(new Version(version));
    }
  }
}
