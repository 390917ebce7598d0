package io.fleetman.agent.activate;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetman.agent.install.Phase;
import io.fleetman.document.CellState;
import io.fleetman.store.Request;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Deployments of files that cannot be, fail, or are cut short. */
class FilesOnlyFailuresTest extends FilesOnlyNode {
  @Test
  void invariant5_aWrongHashIsNamedAndChangesNothing() throws Exception {
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
  void aTemplateThatWouldTakeTheAgentsMemoryIsRefused() throws Exception {
    given("a", "1", "binary", "0644");
    deploy("1");
    given("dump.sql", "x".repeat(2 << 20), "template", "0644");

    assertThat(deploy("2"))
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            r -> {
              assertThat(r.reason()).contains("'dump.sql' is larger than the 1 MB");
              assertThat(r.running()).hasToString("1");
            });
    assertThat(current("a")).hasContent("1");
  }

  @Test
  void invariant15_aVersionWhoseCheckFailsGoesBackToTheLastHealthyOne() throws Exception {
    given("state", "good", "binary", "0644");
    health = isGood("60s");
    deploy("1");
    given("state", "bad", "binary", "0644");
    health = isGood("100ms");
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
  void invariant15_theVersionBeforeMayBeABadOneAndIsNotGoneBackTo() throws Exception {
    given("state", "good", "binary", "0644");
    health = isGood("60s");
    deploy("1");
    given("state", "bad", "binary", "0644");
    health = isGood("100ms");
    deploy("2");

    assertThat(deploy("3"))
        .isInstanceOfSatisfying(Outcome.RolledBack.class, r -> assertThat(r.to()).hasToString("1"));
    assertThat(current("state")).hasContent("good");
  }

  private static String isGood(String within) {
    return "\"health\": {\"command\": \"grep good state\", \"within\": \"%s\", \"stableFor\": \"0s\","
            .formatted(within)
        + " \"interval\": \"10ms\"},";
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
  void invariant15_aDeploymentCutShortAnywhereIsFinishedByTheSameOrder() throws Exception {
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
  void invariant13_aDamagedSnapshotIsRefused() throws Exception {
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
}
