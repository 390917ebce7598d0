package io.fleetman.controller.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleetman.controller.support.Refusal;
import io.fleetman.controller.support.TestFleet;
import io.fleetman.job.ExecutionMark;
import io.fleetman.job.ExecutionStatus;
import io.fleetman.job.JobDocument;
import io.fleetman.job.JobPolicy;
import io.fleetman.job.NodeStatus;
import io.fleetman.job.Share;
import io.fleetman.job.Step;
import io.fleetman.job.StepInput;
import io.fleetman.job.gate.Board;
import io.fleetman.job.gate.Entry;
import io.fleetman.job.gate.Standing;
import io.fleetman.job.log.Stream;
import io.fleetman.layout.ExecutionId;
import io.fleetman.layout.JobKeys;
import io.fleetman.layout.Keys;
import io.fleetman.layout.NodeId;
import io.fleetman.store.FaultyObjectStore.Fault;
import io.fleetman.store.GetResult;
import io.fleetman.store.StoreException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExecutionsTest {
  @TempDir Path temp = Path.of("");
  private final TestFleet given = new TestFleet(temp);
  private final Executions executions = new Executions(given.fleet);

  private TestNode node(String name) {
    return new TestNode(given.memory, given.clock, name);
  }

  private static JobOrder order(JobPolicy policy, String... nodes) {
    return new JobOrder(
        "look",
        null,
        JobDocument.of(Step.of("a", new StepInput.RunCommand(List.of("uname")))),
        Map.of(),
        java.util.stream.Stream.of(nodes).map(NodeId::new).toList(),
        "all",
        policy,
        null);
  }

  private ExecutionId made(JobPolicy policy, String... nodes) {
    return executions.create(order(policy, nodes), null, null).id();
  }

  private NodeStatus status(ExecutionId id, String node) {
    return Objects.requireNonNull(executions.settled(id).standings().get(new NodeId(node)))
        .status();
  }

  private boolean there(String key) {
    return given.memory.get(key) instanceof GetResult.Found;
  }

  @DisplayName("invariant 22: execution, inbox, doorbell, in this order")
  @Test
  void makingItTellsEveryNode() {
    ExecutionId id = made(JobPolicy.DEFAULT, "b", "a");

    assertThat(executions.get(id).targets()).extracting(NodeId::value).containsExactly("a", "b");
    assertThat(there(JobKeys.inbox(new NodeId("a"), id))).isTrue();
    assertThat(there(Keys.doorbell(new NodeId("b")))).isTrue();
    assertThat(executions.settled(id).status()).isEqualTo(ExecutionStatus.QUEUED);
    assertThat(executions.ids()).containsExactly(id);
  }

  @Test
  void theSameKeyMakesNothingTwiceAndFinishesWhatWasLeftHalfDone() {
    JobOrder order = order(JobPolicy.DEFAULT, "a", "b", "c");
    given.faulty.always(r -> r.key().equals("doorbells/b"), Fault.DENIED);
    assertThatThrownBy(() -> executions.create(order, "k1", null))
        .isInstanceOf(StoreException.class);
    given.faulty.heal();

    ExecutionMark.Execution again = executions.create(order, "k1", null);

    assertThat(executions.ids()).containsExactly(again.id());
    for (NodeId node : again.targets()) {
      assertThat(there(JobKeys.inbox(node, again.id()))).isTrue();
      assertThat(there(Keys.doorbell(node))).isTrue();
    }
    assertThat(executions.create(order, "k2", null).id()).isNotEqualTo(again.id());
    assertThatThrownBy(() -> executions.create(order(JobPolicy.DEFAULT, "a"), "k1", null))
        .isInstanceOf(Refusal.Conflict.class)
        .hasMessageContaining("'k1' was used for another request");
  }

  @Test
  void aMissingParameterIsRefusedBeforeAnythingIsWritten() {
    JobOrder order =
        new JobOrder(
            "restart",
            null,
            new Templates(given.fleet)
                .get(new io.fleetman.layout.TemplateId("restart-service"))
                .document(),
            Map.of("cell", "Web; reboot"),
            List.of(new NodeId("a")),
            null,
            JobPolicy.DEFAULT,
            null);

    assertThatThrownBy(() -> executions.create(order, null, null))
        .isInstanceOf(Refusal.Invalid.class)
        .hasMessageContaining("parameters.cell: 'Web; reboot' does not match");
    assertThat(executions.ids()).isEmpty();
  }

  @Test
  void statusesFollowFromWhatNodesSay() {
    ExecutionId id = made(JobPolicy.DEFAULT, "a", "b");
    assertThat(node("a").begins(id)).isInstanceOf(Entry.Begin.class);
    assertThat(status(id, "a")).isEqualTo(NodeStatus.IN_PROGRESS);
    node("a").ends(id, NodeStatus.SUCCEEDED, 0, "hi\n");

    assertThat(executions.settled(id).status()).isEqualTo(ExecutionStatus.IN_PROGRESS);
    node("b").runs(id, NodeStatus.FAILED, null);

    Board board = executions.settled(id);
    assertThat(board.status()).isEqualTo(ExecutionStatus.FAILED);
    assertThat(ExecutionFacts.of(board).words()).isEqualTo("1 succeeded, 1 failed");
  }

  @Test
  void whoIsNotThereExpiresByTheStoresClock() {
    ExecutionId id =
        made(JobPolicy.DEFAULT.with(Duration.ofMinutes(10), Duration.ofMinutes(1)), "a");
    given.clock.advance(Duration.ofMinutes(9));
    assertThat(status(id, "a")).isEqualTo(NodeStatus.QUEUED);
    given.clock.advance(Duration.ofMinutes(1));

    assertThat(status(id, "a")).isEqualTo(NodeStatus.EXPIRED);
    assertThat(node("a").begins(id)).isInstanceOf(Entry.Over.class);
  }

  @DisplayName("invariant 21: LOST only after hard limit and grace")
  @Test
  void whoBeganAndSaysNothingIsLost() {
    ExecutionId id =
        made(JobPolicy.DEFAULT.with(Duration.ofMinutes(10), Duration.ofMinutes(5)), "a");
    node("a").begins(id);
    given.clock.advance(Duration.ofMinutes(7));
    assertThat(status(id, "a")).isEqualTo(NodeStatus.IN_PROGRESS);
    given.clock.advance(Duration.ofMinutes(1));

    assertThat(status(id, "a")).isEqualTo(NodeStatus.LOST);
  }

  @DisplayName("invariant 20: at most N at once, the next only after a verdict")
  @Test
  void aSlotIsFreeOnceItsHolderHasEnded() {
    ExecutionId id = made(JobPolicy.DEFAULT.with(Share.parse("1"), null), "a", "b");
    assertThat(node("a").begins(id)).isInstanceOf(Entry.Begin.class);
    assertThat(node("b").begins(id)).isInstanceOf(Entry.Wait.class);
    node("a").ends(id, NodeStatus.SUCCEEDED, 0, null);

    assertThat(node("b").begins(id)).isInstanceOf(Entry.Begin.class);
  }

  @Test
  void tooManyFailuresLatchTheAbort() {
    ExecutionId id =
        made(JobPolicy.DEFAULT.with(Share.parse("1"), Share.parse("1")), "a", "b", "c", "d");
    node("a").runs(id, NodeStatus.FAILED, null);
    node("b").runs(id, NodeStatus.FAILED, null);

    assertThat(node("c").begins(id)).isInstanceOf(Entry.Over.class);
    Board board = executions.settled(id);
    assertThat(board.gates().aborted()).isTrue();
    assertThat(status(id, "d")).isEqualTo(NodeStatus.CANCELED);
    assertThat(executions.settled(id).status()).isEqualTo(ExecutionStatus.FAILED);
  }

  @Test
  void cancelClosesWhatHasNotBegunAndAsksWhatRuns() {
    ExecutionId id = made(JobPolicy.DEFAULT, "a", "b");
    node("a").begins(id);

    assertThat(executions.cancel(id, null, "enough")).isEqualTo(new Executions.Canceled(1, 1));

    assertThat(status(id, "b")).isEqualTo(NodeStatus.CANCELED);
    assertThat(status(id, "a")).isEqualTo(NodeStatus.IN_PROGRESS);
    assertThat(there(JobKeys.cancel(id, new NodeId("a")))).isTrue();
    node("a").ends(id, NodeStatus.CANCELED, 0, null);
    assertThat(executions.settled(id).status()).isEqualTo(ExecutionStatus.CANCELED);
    assertThat(executions.cancel(id, null, null)).isEqualTo(new Executions.Canceled(0, 0));
  }

  @Test
  void oneNodeIsCanceledAndTheOthersGoOn() {
    ExecutionId id = made(JobPolicy.DEFAULT, "a", "b");

    assertThat(executions.cancel(id, new NodeId("a"), null))
        .isEqualTo(new Executions.Canceled(0, 1));

    assertThat(node("b").begins(id)).isInstanceOf(Entry.Begin.class);
    assertThatThrownBy(() -> executions.cancel(id, new NodeId("x"), null))
        .hasMessageContaining("has no node x");
  }

  @Test
  void aFailedAttemptIsTriedAgainAfterItsPause() {
    ExecutionId id = made(JobPolicy.DEFAULT.with(1, Duration.ofSeconds(20)), "a");
    node("a").runs(id, NodeStatus.FAILED, null);

    assertThat(status(id, "a")).isEqualTo(NodeStatus.IN_PROGRESS);
    assertThat(node("a").begins(id)).isInstanceOf(Entry.Wait.class);
    given.clock.advance(Duration.ofSeconds(21));
    node("a").runs(id, NodeStatus.SUCCEEDED, null);

    assertThat(status(id, "a")).isEqualTo(NodeStatus.SUCCEEDED);
  }

  @DisplayName("invariant 22: retrying failed nodes is a new, linked execution")
  @Test
  void onlyTheFailedOnesAreRunAgain() {
    ExecutionId id = made(JobPolicy.DEFAULT, "a", "b", "c");
    node("a").runs(id, NodeStatus.SUCCEEDED, null);
    node("b").runs(id, NodeStatus.FAILED, null);
    assertThatThrownBy(() -> executions.again(id)).hasMessageContaining("has not ended");
    executions.cancel(id, new NodeId("c"), null);

    ExecutionMark.Execution again = executions.create(executions.again(id), null, null);

    assertThat(again.targets()).extracting(NodeId::value).containsExactly("b", "c");
    assertThat(again.retryOf()).isEqualTo(id);
  }

  @Test
  void outputIsReadWholeAndFollowedAsItComes() {
    ExecutionId id = made(JobPolicy.DEFAULT, "a", "b");
    Map<String, StringBuilder> heard = new java.util.TreeMap<>();
    List<String> changes = new ArrayList<>();
    Watch watch =
        new Watch(
            given.fleet,
            executions,
            id,
            new Watch.Listener() {
              @Override
              public void changed(NodeId node, Standing standing) {
                changes.add(node + " " + standing.status());
              }

              @Override
              public void wrote(NodeId node, List<io.fleetman.job.log.Frame> frames) {
                frames.forEach(
                    f ->
                        heard
                            .computeIfAbsent(node.value(), _ -> new StringBuilder())
                            .append(new String(f.bytes(), StandardCharsets.UTF_8)));
              }
            });
    var _ = watch.look();
    node("a").begins(id);
    node("a").writes(id, 0, Stream.OUT, "one\n");
    var _ = watch.look();
    assertThat(heard.get("a")).hasToString("one\n");
    assertThat(there(JobKeys.follow(id))).isTrue();
    node("a").writes(id, 1, Stream.ERR, "two\n");
    node("a").ends(id, NodeStatus.SUCCEEDED, 2, null);
    node("b").runs(id, NodeStatus.SUCCEEDED, "short\n");

    assertThat(watch.look().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    assertThat(heard.get("a")).hasToString("one\ntwo\n");
    assertThat(heard.get("b")).hasToString("short\n");
    assertThat(changes)
        .containsExactly("a QUEUED", "b QUEUED", "a IN_PROGRESS", "a SUCCEEDED", "b SUCCEEDED");
  }

  @DisplayName("invariant 22: only ended ones are pruned, and nothing of them is left")
  @Test
  void pruningKeepsWhatIsNewOrOpen() {
    ExecutionId old = made(JobPolicy.DEFAULT, "a");
    node("a").runs(old, NodeStatus.SUCCEEDED, "x");
    given.clock.advance(Duration.ofDays(31));
    ExecutionId open = made(JobPolicy.DEFAULT.with(Duration.ofDays(3), Duration.ofDays(3)), "a");
    ExecutionId fresh = made(JobPolicy.DEFAULT, "b");
    node("b").runs(fresh, NodeStatus.SUCCEEDED, "x");
    JobPruner pruner = new JobPruner(given.fleet, executions);

    assertThat(pruner.plan(null, Duration.ofDays(30)))
        .extracting(f -> f.job().id())
        .containsExactly(old);
    assertThat(pruner.plan(0, null)).extracting(f -> f.job().id()).containsExactly(fresh, old);
    pruner.prune(pruner.plan(null, Duration.ofDays(30)), null);

    assertThat(executions.find(old)).isEmpty();
    assertThat(executions.find(open)).isPresent();
    assertThat(there(JobKeys.inbox(new NodeId("a"), old))).isFalse();
    assertThat(given.memory.list(JobKeys.gates(old), null, null).objects()).isEmpty();
    given.clock.advance(Duration.ofDays(2));
    pruner.prune(List.of(), null);
    assertThat(there(JobKeys.execution(old))).isFalse();
  }
}
