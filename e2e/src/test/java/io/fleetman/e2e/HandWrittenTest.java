package io.fleetman.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetman.document.CellState;
import io.fleetman.document.CellStatus;
import io.fleetman.e2e.fleet.Fleet;
import io.fleetman.e2e.fleet.WebService;
import io.fleetman.layout.CellRef;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The bucket as the interface: what docs/storage-layout.md says can be written with an S3 tool. */
class HandWrittenTest extends OneNodeTest {
  HandWrittenTest() {
    super("node-1");
  }

  @Test
  void aTriggerOfOneKeyIsFollowed() {
    WebService web = service("short");
    CellRef cell = cell("short");
    fleet().deploy(web.version("1.2"), "1.2").orThrow();
    fleet().deploy(web.version("1.3"), "1.3").orThrow();

    put("cells/node-1/short/trigger.json", "{\"version\": \"1.2\"}");
    put("doorbells/node-1", "look");

    await(cell, CellState.RUNNING, "1.2");
    assertThat(answer(web)).startsWith("1.2 ");

    // A command of the CLI goes on from there.
    fleet().cli("publish", "1.3", cell.toString(), "--yes").orThrow();
    assertThat(answer(web)).startsWith("1.3 ");
  }

  @Test
  void aWholeSnapshotWrittenByHandIsInstalled() {
    CellRef cell = cell("by-hand");
    put("cells/node-1/by-hand/versions/1.3/mine/hello.txt", "hello\n");
    put(
        "cells/node-1/by-hand/versions/1.3/manifest.json",
        """
        {
          "kind": "snapshot", "node": "node-1", "cell": "by-hand", "manifest": "web", "version": "1.3",
          "spec": {"profile": "deploy"},
          "files": {"hello.txt": {
            "key": "cells/node-1/by-hand/versions/1.3/mine/hello.txt", "size": 6,
            "sha256": "5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03"}}
        }
        """);
    put("cells/node-1/by-hand/trigger.json", "{\"version\": \"1.3\"}");
    put("doorbells/node-1", "look again");

    await(cell, CellState.DEPLOYED, "1.3");
    assertThat(node().run("cat /opt/fleetman/by-hand/current/hello.txt")).isEqualTo("hello");
  }

  @Test
  void invariant3_aTriggerThatNamesNoSnapshotIsRejectedWithTheReason() {
    put("cells/node-1/dream/trigger.json", "{\"version\": \"9\"}");
    put("doorbells/node-1", "and again");

    CellStatus status =
        Fleet.await(
            "REJECTED",
            () -> fleet().status(cell("dream")).filter(s -> s.state() == CellState.REJECTED));

    assertThat(status.reason()).contains("9");
  }

  private void await(CellRef cell, CellState state, String running) {
    Fleet.await(
        cell + " " + state + " at " + running,
        () ->
            fleet()
                .status(cell)
                .filter(s -> s.state() == state)
                .filter(
                    s ->
                        Optional.ofNullable(s.running())
                            .map(Object::toString)
                            .equals(Optional.of(running))));
  }

  /** With curl, which signs as any S3 tool does. */
  private void put(String key, String body) {
    node()
        .machine()
        .exec(
            "curl",
            "-sS",
            "--fail-with-body",
            "--aws-sigv4",
            "aws:amz:us-east-1:s3",
            "--user",
            fleet().endpoint().accessKey() + ":" + fleet().endpoint().secretKey(),
            "-X",
            "PUT",
            "-H",
            "x-amz-content-sha256: UNSIGNED-PAYLOAD",
            "-H",
            "content-type: application/json",
            "--data-binary",
            body,
            fleet().endpoint().url() + "/fleet/" + key)
        .orThrow();
  }
}
