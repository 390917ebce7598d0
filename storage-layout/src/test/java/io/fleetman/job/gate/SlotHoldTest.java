package io.fleetman.job.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetman.document.Author;
import io.fleetman.job.Claim;
import io.fleetman.job.ExecutionMark;
import io.fleetman.job.JobDocument;
import io.fleetman.job.JobOutput;
import io.fleetman.job.JobPolicy;
import io.fleetman.job.NodeStatus;
import io.fleetman.job.Share;
import io.fleetman.job.Slot;
import io.fleetman.job.SlotRef;
import io.fleetman.job.Step;
import io.fleetman.job.StepInput;
import io.fleetman.job.Verdict;
import io.fleetman.layout.ExecutionId;
import io.fleetman.layout.JobKeys;
import io.fleetman.layout.NodeId;
import io.fleetman.store.DocumentStore;
import io.fleetman.store.InMemoryObjectStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("invariant 20: whoever takes a slot and dies before it claims holds it for 30 s")
class SlotHoldTest {
  private static final NodeId DEAD = new NodeId("dead");
  private static final NodeId NEXT = new NodeId("next");
  private static final ExecutionId EXECUTION = new ExecutionId("e");
  private static final SlotRef FIRST = new SlotRef(0, 0);

  private Instant now = Instant.parse("2026-11-21T08:00:00Z");
  private final DocumentStore store = new DocumentStore(new InMemoryObjectStore(() -> now));
  private final JobGate dead = gate(DEAD, 1);
  private final JobGate next = gate(NEXT, 1);

  private Author author(String reason) {
    return new Author("somebody", now, reason);
  }

  private JobGate gate(NodeId node, int retries) {
    return new JobGate(store, run(retries), node, this::author, () -> 0);
  }

  private static Run run(int retries) {
    Instant created = Instant.parse("2026-11-21T08:00:00Z");
    return new Run(
        new ExecutionMark.Execution(
            EXECUTION,
            "one at a time",
            null,
            JobDocument.of(Step.of("a", new StepInput.RunCommand(List.of("true")))),
            new TreeMap<>(),
            List.of(DEAD, NEXT),
            null,
            JobPolicy.DEFAULT.with(new Share(1, false), null).with(retries, Duration.ZERO),
            null,
            new Author("somebody", created, null)),
        created);
  }

  private void takesTheSlotAndDies() {
    var _ = store.create(JobKeys.slot(EXECUTION, 0, 0), new Slot(DEAD, 1, 0, "n"), Slot.class);
  }

  private void pass(Duration time) {
    now = now.plus(time);
  }

  private static Standing.Open open(JobGate gate) {
    return (Standing.Open) gate.look();
  }

  private static Verdict verdict(
      NodeId node, int attempt, NodeStatus status, @Nullable SlotRef slot) {
    return new Verdict(
        node,
        attempt,
        status,
        false,
        status == NodeStatus.SUCCEEDED ? null : "as it was meant to",
        null,
        slot,
        List.of(),
        JobOutput.NONE,
        null,
        Instant.EPOCH,
        "i");
  }

  @Test
  void theNextOneHasItsTurnAfterHalfAMinuteAndNotBefore() {
    takesTheSlotAndDies();
    pass(Limits.HOLD.minusMillis(1));
    assertThat(next.enter(open(next), "m", "i")).isInstanceOf(Entry.Wait.class);

    pass(Duration.ofMillis(1));
    assertThat(next.enter(open(next), "m", "i"))
        .isInstanceOfSatisfying(
            Entry.Begin.class, b -> assertThat(b.slot()).isEqualTo(new SlotRef(0, 1)));
  }

  @Test
  void whoComesBackHasLostItsTurnWaitsAndRunsInTheEnd() {
    takesTheSlotAndDies();
    Standing.Open before = open(dead);
    pass(Limits.HOLD);
    Entry.Begin begun = (Entry.Begin) next.enter(open(next), "m", "i");

    assertThat(dead.enter(before, "n", "i")).isNotInstanceOf(Entry.Begin.class);
    Standing.Open again = open(dead);
    assertThat(again.attempt()).isEqualTo(2);
    assertThat(again.status()).isEqualTo(NodeStatus.QUEUED);
    assertThat(again.opens()).as("it waits no longer than before").isEqualTo(before.opens());
    assertThat(dead.enter(again, "n2", "i")).isInstanceOf(Entry.Wait.class);

    var _ = next.say(verdict(NEXT, 1, NodeStatus.SUCCEEDED, begun.slot()));
    assertThat(dead.enter(again, "n2", "i")).isInstanceOf(Entry.Begin.class);
  }

  @Test
  void toBePassedOverUsesUpNoRetry() {
    takesTheSlotAndDies();
    pass(Limits.HOLD);
    Entry.Begin begun = (Entry.Begin) next.enter(open(next), "m", "i");
    var _ = next.say(verdict(NEXT, 1, NodeStatus.SUCCEEDED, begun.slot()));
    var _ = dead.enter(open(dead), "n2", "i");

    assertThat(dead.retries(NodeStatus.FAILED, 2)).as("of one retry none was used").isTrue();
    assertThat(gate(DEAD, 0).retries(NodeStatus.FAILED, 2)).isFalse();
  }

  @Test
  void whatClaimedInTimeIsPassedOverByNobody() {
    takesTheSlotAndDies();
    pass(Duration.ofSeconds(29));
    assertThat(dead.enter(open(dead), "n", "i"))
        .isInstanceOfSatisfying(Entry.Begin.class, b -> assertThat(b.slot()).isEqualTo(FIRST));
    pass(Duration.ofMinutes(10));
    assertThat(next.enter(open(next), "m", "i")).isInstanceOf(Entry.Wait.class);
    assertThat(dead.look()).isInstanceOf(Standing.Running.class);
  }

  @Test
  void aCancelReachesWhoWasPassedOverAfterItWasRead() {
    takesTheSlotAndDies();
    Standing seen = open(dead);
    pass(Limits.HOLD);
    assertThat(next.enter(open(next), "m", "i")).isInstanceOf(Entry.Begin.class);

    boolean runs = new Settler(store, this::author).cancel(EXECUTION, DEAD, seen, "enough");

    assertThat(runs).isFalse();
    assertThat(store.read(JobKeys.claim(EXECUTION, DEAD, 2), Claim.class).found())
        .containsInstanceOf(Claim.Canceled.class);
    assertThat(dead.look().status()).isEqualTo(NodeStatus.CANCELED);
  }
}
