package io.fleetman.agent.activate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fleetman.agent.install.Phase;
import io.fleetman.agent.install.SystemAccounts;
import io.fleetman.agent.process.SystemRunner;
import io.fleetman.document.CellState;
import io.fleetman.document.Drift;
import io.fleetman.store.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;

/** Deployments of files, on a real disk. */
class FilesOnlyTest extends FilesOnlyNode {
  @Test
  void aVersionIsPutInPlace() throws Exception {
    given("bin/web", "#!/bin/sh\n", "binary", "0755");
    given(
        "conf/app.conf",
        "cell={{ cell.id }} on {{ node.id }} in {{ labels.zone }}\n",
        "template",
        "0640");

    Outcome outcome = deploy("1");

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Done.class,
            done -> {
              assertThat(done.running()).hasToString("1");
              assertThat(done.fetched().files()).isEqualTo(2);
              assertThat(done.note()).isNull();
            });
    assertThat(current("conf/app.conf")).hasContent("cell=web on node-1 in north\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(current("bin/web"))))
        .isEqualTo("rwxr-xr-x");
    assertThat(
            PosixFilePermissions.toString(Files.getPosixFilePermissions(current("conf/app.conf"))))
        .isEqualTo("rw-r-----");
    assertThat(entered).containsExactly(CellState.FETCHING, CellState.ACTIVATING);
    assertThat(host().observe(CELL).current())
        .satisfies(c -> assertThat(c.phase()).isEqualTo(Phase.HEALTHY));
    assertThat(host().drift(CELL)).isEmpty();
    assertThat(host().scan()).containsExactly(CELL);
  }

  @Test
  void invariant5_aRedeployFetchesOnlyWhatChangedAndAsksForNothingElse() throws Exception {
    for (int i = 0; i < 100; i++) {
      given("file-" + i, "content " + i, "binary", "0644");
    }
    given("app.conf", "{{ version }}", "template", "0644");
    deploy("1");
    store.forgetRequests();

    given("file-7", "other", "binary", "0644");
    Outcome outcome = deploy("2");

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Done.class, d -> assertThat(d.fetched().files()).isEqualTo(1));
    assertThat(store.requests()).hasSize(1);
    assertThat(store.count(Request.Kind.LIST)).isZero();
    assertThat(current("file-7")).hasContent("other");
    assertThat(current("app.conf")).hasContent("2");
    assertThat(current("file-8")).hasContent("content 8");
  }

  @Test
  void invariant16_theSameOrderAgainIsFoundDone() throws Exception {
    given("a", "1", "binary", "0644");
    DeployOrder order = order("1");
    host().deploy(order, Steps.NONE);
    store.forgetRequests();

    assertThat(host().deploy(order, Steps.NONE)).isInstanceOf(Outcome.Done.class);
    assertThat(store.requests()).isEmpty();
  }

  @Test
  void dataOutlivesReleasesAndTheCell() throws Exception {
    given("a", "1", "binary", "0644");
    given("uploads/readme", "first", "binary", "0644");
    more = "\"data\": [\"uploads\"], \"logs\": [\"logs/web.log\"],";
    deploy("1");
    assertThat(current("uploads/readme")).hasContent("first");
    Files.writeString(current("uploads/picture"), "mine");
    Files.writeString(current("uploads/readme"), "changed");
    Files.writeString(current("logs/web.log"), "one\ntwo\nthree\n");
    assertThat(host().drift(CELL)).isEmpty();
    logLines = 2;
    assertThat(host().logTail(CELL)).containsExactly("two", "three");

    given("a", "2", "binary", "0644");
    deploy("2");
    assertThat(current("uploads/picture")).hasContent("mine");
    assertThat(current("uploads/readme")).hasContent("changed");

    assertThat(host().remove(CELL, Steps.NONE)).isInstanceOf(Outcome.Done.class);
    assertThat(base.resolve("web/shared/uploads/picture")).hasContent("mine");
    assertThat(base.resolve("web/shared/logs")).doesNotExist();
    assertThat(base.resolve("web/releases")).doesNotExist();
    assertThat(Files.exists(base.resolve("web/current"), LinkOption.NOFOLLOW_LINKS)).isFalse();
    assertThat(host().scan()).isEmpty();
    assertThat(host().remove(CELL, Steps.NONE)).isInstanceOf(Outcome.Done.class);
  }

  @Test
  void dataIsGivenToTheNewUserAndBackAgainWhenTheReleaseFails() throws Exception {
    assumeTrue(new SystemAccounts(new SystemRunner()).self().root(), "only root gives files away");
    given("a", "1", "binary", "0644");
    given("uploads/readme", "first", "binary", "0644");
    more = "\"user\": \"daemon\", \"data\": [\"uploads\"],";
    deploy("1");
    Files.writeString(current("uploads/picture"), "mine");
    Files.setAttribute(current("uploads/picture"), "unix:uid", uid("daemon"));
    Files.writeString(current("uploads/admins"), "root's own");
    Path outside = Files.writeString(base.resolve("outside"), "not to be touched");
    Files.setAttribute(outside, "unix:uid", uid("daemon"));
    Files.createSymbolicLink(current("uploads/link"), outside);

    more = "\"user\": \"bin\", \"data\": [\"uploads\"],";
    assertThat(deploy("2")).isInstanceOf(Outcome.Done.class);

    assertThat(owner(base.resolve("web/shared/uploads"))).isEqualTo("bin");
    assertThat(owner(current("uploads/picture"))).isEqualTo("bin");
    assertThat(owner(current("uploads/admins"))).as("somebody else's").isEqualTo("root");
    assertThat(owner(outside)).as("behind a link").isEqualTo("daemon");

    more =
        "\"user\": \"daemon\", \"data\": [\"uploads\"],"
            + " \"hooks\": {\"preStart\": {\"command\": \"exit 3\"}},";
    assertThat(deploy("3")).isInstanceOf(Outcome.RolledBack.class);
    assertThat(owner(current("uploads/picture"))).isEqualTo("bin");
  }

  @Test
  void whatWasChangedByHandIsNamed() throws Exception {
    given("a", "1", "binary", "0644");
    given("b", "1", "binary", "0644");
    given("c", "1", "binary", "0644");
    deploy("1");
    Files.writeString(current("a"), "2");
    Files.delete(current("b"));
    Files.setPosixFilePermissions(current("c"), PosixFilePermissions.fromString("rw-------"));

    assertThat(host().drift(CELL))
        .containsExactly(
            new Drift("a", "content changed"),
            new Drift("b", "missing"),
            new Drift("c", "mode is 0600, not 0644"));
    given("d", "1", "binary", "0644");
    deploy("2");
    assertThat(current("a")).as("a changed file is not taken over").hasContent("1");
    assertThat(host().drift(CELL)).isEmpty();
  }

  @Test
  void oldReleasesGoButForTheOnesThatAreNeeded() throws Exception {
    for (int version = 1; version <= 6; version++) {
      given("a", "content " + version, "binary", "0644");
      deploy(Integer.toString(version));
    }

    assertThat(host().observe(CELL).releases())
        .extracting(r -> r.version().value())
        .containsExactly("4", "5", "6");
    assertThat(base.resolve("web/incoming")).doesNotExist();
  }

  @Test
  void invariant5_manyFilesAreInstalledOnceAndNotFetchedAgain() throws Exception {
    for (int i = 0; i < 500; i++) {
      given("d" + i % 10 + "/f" + i, "x" + i, "binary", "0644");
    }
    assertThat(deploy("1")).isInstanceOf(Outcome.Done.class);
    store.forgetRequests();
    assertThat(deploy("2")).isInstanceOf(Outcome.Done.class);
    assertThat(store.requests()).isEmpty();
    assertThat(host().drift(CELL)).isEmpty();
  }

  private static String owner(Path file) throws IOException {
    return Files.getOwner(file, LinkOption.NOFOLLOW_LINKS).getName();
  }

  private static int uid(String user) throws InterruptedException {
    return new SystemAccounts(new SystemRunner()).user(user).orElseThrow();
  }
}
