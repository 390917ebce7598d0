package io.fleetman.controller.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleetman.controller.support.Refusal;
import io.fleetman.controller.support.TestFleet;
import io.fleetman.job.JobDocument;
import io.fleetman.job.JobPolicy;
import io.fleetman.job.NodeStatus;
import io.fleetman.job.Step;
import io.fleetman.job.StepInput;
import io.fleetman.job.gate.Entry;
import io.fleetman.layout.ExecutionId;
import io.fleetman.layout.JobKeys;
import io.fleetman.layout.NodeId;
import io.fleetman.store.GetResult;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An execution whose {@code job.json} somebody damaged, or a newer version wrote. */
class UnreadableExecutionTest {
  @TempDir Path temp = Path.of("");
  private final TestFleet given = new TestFleet(temp);

  private ExecutionId made(String... nodes) {
    return new Executions(given.fleet)
        .create(
            new JobOrder(
                "look",
                null,
                JobDocument.of(Step.of("a", new StepInput.RunCommand(List.of("uname")))),
                Map.of(),
                Stream.of(nodes).map(NodeId::new).toList(),
                "all",
                JobPolicy.DEFAULT,
                null),
            null,
            null)
        .id();
  }

  private TestNode node(String name) {
    return new TestNode(given.memory, given.clock, name);
  }

  private boolean there(String key) {
    return given.memory.get(key) instanceof GetResult.Found;
  }

  private JobPruner pruner() {
    return new JobPruner(given.fleet, new Executions(given.fleet));
  }

  @Test
  void itIsNamedWithItsKeyAndWhatToDo() {
    ExecutionId id = made("a");
    given.memory.plant(JobKeys.execution(id), "{\"kind\": \"odd\"}");
    List<Executions.Unreadable> heard = new ArrayList<>();

    assertThat(new Executions(given.fleet).read(id, heard::add)).isEmpty();

    assertThat(heard).extracting(Executions.Unreadable::id).containsExactly(id);
    assertThat(heard.getFirst().sentence())
        .startsWith(JobKeys.execution(id))
        .contains("fleetman job prune --unreadable");
  }

  @Test
  void itIsTakenAwayWithItsInboxesAndLeavesTheLatchForWhoeverStillWaits() {
    ExecutionId other = made("a");
    ExecutionId id = made("a", "b");
    node("a").runs(id, NodeStatus.SUCCEEDED, "x");
    given.memory.plant(JobKeys.execution(id), "not JSON");
    JobPruner pruner = pruner();
    assertThat(pruner.plan(0, null)).isEmpty();

    assertThat(pruner.unreadable()).extracting(Executions.Unreadable::id).containsExactly(id);
    pruner.prune(pruner.unreadable().getFirst(), "broken");

    assertThat(pruner.unreadable()).isEmpty();
    assertThat(there(JobKeys.inbox(new NodeId("a"), id))).isFalse();
    assertThat(there(JobKeys.inbox(new NodeId("b"), id))).isFalse();
    assertThat(there(JobKeys.inbox(new NodeId("a"), other))).isTrue();
    assertThat(new Executions(given.fleet).find(id)).isEmpty();
    assertThat(given.memory.list(JobKeys.gates(id), null, null).objects())
        .extracting(e -> e.key())
        .containsExactly(JobKeys.abort(id));

    pruner.prune(List.of(), null);
    given.clock.advance(Duration.ofDays(2));
    pruner.prune(List.of(), null);
    assertThat(given.memory.keys()).noneMatch(key -> key.contains(id.value()));
  }

  @Test
  void whatANodeHasBegunStaysUntilItSaysTheEndOrItsLongestLimitIsOver() {
    ExecutionId id = made("a");
    assertThat(node("a").begins(id)).isInstanceOf(Entry.Begin.class);
    given.memory.plant(JobKeys.execution(id), "[]");
    JobPruner pruner = pruner();
    Executions.Unreadable unreadable = pruner.unreadable().getFirst();

    assertThatThrownBy(() -> pruner.prune(unreadable, null))
        .isInstanceOf(Refusal.Conflict.class)
        .hasMessageContaining("node a has begun it");
    assertThat(there(JobKeys.inbox(new NodeId("a"), id))).isTrue();

    given.clock.advance(JobPolicy.LONGEST.plusDays(2));
    pruner.prune(unreadable, null);
    assertThat(pruner.unreadable()).isEmpty();
  }
}
