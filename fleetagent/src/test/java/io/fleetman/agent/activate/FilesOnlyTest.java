package io.fleetman.agent.activate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fleetman.agent.install.Accounts;
import io.fleetman.agent.install.Phase;
import io.fleetman.agent.install.SpaceProbe;
import io.fleetman.agent.install.SystemAccounts;
import io.fleetman.agent.process.Pause;
import io.fleetman.agent.process.SystemRunner;
import io.fleetman.codec.Json;
import io.fleetman.codec.Sha256;
import io.fleetman.document.CellState;
import io.fleetman.document.Drift;
import io.fleetman.document.Profile;
import io.fleetman.document.SnapshotMark;
import io.fleetman.killpoint.KillPoints;
import io.fleetman.layout.CellId;
import io.fleetman.layout.NodeId;
import io.fleetman.store.InMemoryObjectStore;
import io.fleetman.store.Request;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole way on a real disk with profile deploy: nothing runs, everything else is the same. */
class FilesOnlyTest {
  private static final CellId CELL = new CellId("web");

  @TempDir Path base;
  private final InMemoryObjectStore store = new InMemoryObjectStore();
  private final Map<String, String> files = new TreeMap<>();
  private String health = "";
  private String more = "";
  private long usable = Long.MAX_VALUE / 2;
  private long reserve;
  private int logLines = 30;
  private final List<CellState> entered = new ArrayList<>();

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
  void aRedeployFetchesOnlyWhatChangedAndAsksForNothingElse() throws Exception {
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
  void theSameOrderAgainIsFoundDone() throws Exception {
    given("a", "1", "binary", "0644");
    DeployOrder order = order("1");
    host().deploy(order, Steps.NONE);
    store.forgetRequests();

    assertThat(host().deploy(order, Steps.NONE)).isInstanceOf(Outcome.Done.class);
    assertThat(store.requests()).isEmpty();
  }

  @Test
  void aWrongHashIsNamedAndChangesNothing() throws Exception {
    given("a", "1", "binary", "0644");
    deploy("1");
    given("a", "2", "binary", "0644");
    DeployOrder order = order("2");
    store.plant("bytes/2/a", "3");

    assertThat(host().deploy(order, Steps.NONE))
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            f -> {
              assertThat(f.reason())
                  .contains("'a' is not what was published", "nothing was activated");
              assertThat(f.running()).hasToString("1");
              assertThat(f.mayRetry()).isFalse();
            });
    assertThat(current("a")).hasContent("1");
    assertThat(base.resolve("web/incoming")).doesNotExist();
  }

  @Test
  void aFullDiskIsNoticedBeforeTheFirstByte() throws Exception {
    given("a", "12345", "binary", "0644");
    usable = 1000;
    reserve = 1024;

    assertThat(deploy("1"))
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            f ->
                assertThat(f.reason())
                    .contains("1000 B free", "5.0 KB are needed", base.resolve("web").toString()));
    assertThat(store.requests()).isEmpty();
    assertThat(base.resolve("web/current")).doesNotExist();
  }

  @Test
  void aVersionWhoseCheckFailsGoesBackToTheLastHealthyOne() throws Exception {
    given("state", "good", "binary", "0644");
    health =
        "\"health\": {\"command\": \"grep good state\", \"within\": \"100ms\", \"stableFor\":"
            + " \"0s\", \"interval\": \"10ms\"},";
    deploy("1");
    given("state", "bad", "binary", "0644");
    DeployOrder order = order("2");

    Outcome outcome = host().deploy(order, Steps.NONE);

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.RolledBack.class,
            r -> {
              assertThat(r.failed()).hasToString("2");
              assertThat(r.to()).hasToString("1");
              assertThat(r.reason()).contains("'grep good state': it ended with exit status 1");
            });
    assertThat(current("state")).hasContent("good");
    assertThat(host().deploy(order, Steps.NONE)).isInstanceOf(Outcome.RolledBack.class);
  }

  @Test
  void aFirstVersionThatFailsLeavesNothingActive() throws Exception {
    given("state", "bad", "binary", "0644");
    health =
        "\"health\": {\"command\": \"grep good state\", \"within\": \"50ms\", \"stableFor\":"
            + " \"0s\", \"interval\": \"10ms\"},";

    assertThat(deploy("1"))
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            f -> {
              assertThat(f.reason()).contains("nothing to go back to");
              assertThat(f.running()).isNull();
            });
    assertThat(base.resolve("web/current")).doesNotExist();
  }

  @Test
  void aHookThatFailsOrHangsRollsBack() throws Exception {
    given("a", "1", "binary", "0644");
    deploy("1");
    more = "\"hooks\": {\"preStart\": {\"command\": \"echo oh no; exit 3\"}},";
    assertThat(deploy("2"))
        .isInstanceOfSatisfying(
            Outcome.RolledBack.class,
            r ->
                assertThat(r.reason())
                    .isEqualTo("the preStart hook ended with exit status 3: oh no"));

    more =
        "\"hooks\": {\"postStart\": {\"command\": \"sleep 60 & sleep 60\", \"timeout\":"
            + " \"200ms\"}},";
    assertThat(deploy("3"))
        .isInstanceOfSatisfying(
            Outcome.RolledBack.class,
            r ->
                assertThat(r.reason()).contains("the postStart hook was killed with its children"));
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

  private static String owner(Path file) throws IOException {
    return Files.getOwner(file, LinkOption.NOFOLLOW_LINKS).getName();
  }

  private static int uid(String user) throws InterruptedException {
    return new SystemAccounts(new SystemRunner()).user(user).orElseThrow();
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
  void aUserThatDoesNotExistIsSaidBeforeAnythingIsTouched() throws Exception {
    given("a", "1", "binary", "0644");
    deploy("1");
    more = "\"user\": \"nobody-of-that-name\",";

    assertThat(deploy("2"))
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            r -> {
              assertThat(r.reason())
                  .isEqualTo(
                      "user 'nobody-of-that-name' does not exist on node-1: create it (useradd"
                          + " --system nobody-of-that-name) or change 'user' in the manifest");
              assertThat(r.running()).hasToString("1");
            });
    assertThat(store.requests()).hasSize(1);
  }

  @Test
  void anUnknownLabelIsSaidBeforeAnythingIsTouched() throws Exception {
    given("a", "1", "binary", "0644");
    deploy("1");
    given("t", "{{ labels.colour }}", "template", "0644");

    assertThat(deploy("2"))
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            r ->
                assertThat(r.reason())
                    .contains("template 't' has an unknown token '{{ labels.colour }}'"));
    assertThat(host().observe(CELL).releases()).hasSize(1);
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
  void aDeploymentCutShortAnywhereIsFinishedByTheSameOrder() throws Exception {
    given("a", "1", "binary", "0644");
    given("b", "1", "binary", "0644");
    deploy("1");
    given("a", "22", "binary", "0644");
    given("b", "23", "binary", "0644");
    DeployOrder order = order("2");
    String release =
        base.resolve("web/releases")
            .resolve("2-" + order.deployId().replaceFirst(".*-", ""))
            .toString();

    // Killed while it fetched: one file is there, one is half.
    Path staging =
        Files.createDirectories(
            base.resolve("web/incoming").resolve(Path.of(release).getFileName() + "/tree"));
    Files.writeString(staging.resolve("a"), "22");
    Files.writeString(staging.resolve("b"), "2"); // the first half of it
    store.forgetRequests();
    assertThat(host().deploy(order, cancelAfter(2))).isInstanceOf(Outcome.Cancelled.class);
    assertThat(store.requests()).extracting(Request::key).containsExactly("bytes/2/b");
    assertThat(current("a")).hasContent("1");

    // Killed after the flip, before it was judged.
    Files.delete(base.resolve("web/current"));
    Files.createSymbolicLink(
        base.resolve("web/current"), Path.of("releases", Path.of(release).getFileName() + ""));
    assertThat(host().observe(CELL).current())
        .satisfies(c -> assertThat(c.phase()).isEqualTo(Phase.INSTALLED));
    assertThat(host().deploy(order, Steps.NONE)).isInstanceOf(Outcome.Done.class);
    assertThat(current("a")).hasContent("22");
    assertThat(host().observe(CELL).current())
        .satisfies(c -> assertThat(c.phase()).isEqualTo(Phase.HEALTHY));
  }

  @Test
  void aDamagedSnapshotIsRefused() throws Exception {
    given("a", "1", "binary", "0644");
    given("a/b", "1", "binary", "0644");
    assertThat(deploy("1"))
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            r -> assertThat(r.reason()).contains("'a' is both a file and the folder of 'a/b'"));
    files.clear();
    given("a", "1", "binary", "rw-r--r--");
    assertThat(deploy("2"))
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            r -> assertThat(r.reason()).contains("'a' has mode 'rw-r--r--'"));
  }

  @Test
  void manyFilesAreInstalledOnceAndNotFetchedAgain() throws Exception {
    for (int i = 0; i < 500; i++) {
      given("d" + i % 10 + "/f" + i, "x" + i, "binary", "0644");
    }
    assertThat(deploy("1")).isInstanceOf(Outcome.Done.class);
    store.forgetRequests();
    assertThat(deploy("2")).isInstanceOf(Outcome.Done.class);
    assertThat(store.requests()).isEmpty();
    assertThat(host().drift(CELL)).isEmpty();
  }

  private Steps cancelAfter(int questions) {
    return new Steps() {
      private int asked;

      @Override
      public void entered(CellState state) {}

      @Override
      public boolean cancelled() {
        return ++asked >= questions;
      }
    };
  }

  private void given(String path, String content, String type, String mode) {
    files.put(path, type + ":" + mode + ":" + content);
  }

  private Outcome deploy(String version) throws InterruptedException {
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

  private DeployOrder order(String version) {
    Map<String, Object> tree = new TreeMap<>();
    files.forEach(
        (path, said) -> {
          String[] parts = said.split(":", 3);
          byte[] bytes = parts[2].getBytes(StandardCharsets.UTF_8);
          String key = "bytes/" + version + "/" + path.replace('/', '_');
          store.plant(key, bytes);
          tree.put(
              path,
              Map.of(
                  "type",
                  parts[0],
                  "mode",
                  parts[1],
                  "key",
                  key,
                  "size",
                  bytes.length,
                  "sha256",
                  Sha256.of(bytes)));
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

  private NodeCellHost host() {
    SystemRunner runner = new SystemRunner();
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

  private Path current(String path) throws IOException {
    return base.resolve("web/current").toRealPath().resolve(path);
  }
}
