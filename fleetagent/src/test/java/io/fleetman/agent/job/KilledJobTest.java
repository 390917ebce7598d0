package io.fleetman.agent.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetman.job.JobDocument;
import io.fleetman.job.NodeStatus;
import io.fleetman.job.Step;
import io.fleetman.job.StepInput;
import io.fleetman.job.StepResult;
import io.fleetman.job.Verdict;
import io.fleetman.job.log.Stream;
import io.fleetman.killpoint.KillPoint;
import io.fleetman.layout.ExecutionId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * An agent that is killed at each moment of a job, and started again: every step was done once, and
 * the one verdict says so.
 */
final class KilledJobTest {
  private static final String LONG = "x".repeat(99) + "\n";
  private static final int LINES = 200;

  @TempDir Path folder;

  private JobDocument document(Path place) {
    return JobDocument.of(
        OnAJobNode.sh(
            "one", "echo 1 >> " + place + "/log; yes " + LONG.strip() + " | head -n " + LINES),
        Step.of("write", new StepInput.WriteFile(place + "/written", "w\n", "0644", null, null)),
        OnAJobNode.sh("two", "echo 2 >> " + place + "/log; echo end"));
  }

  @TestFactory
  List<DynamicTest> invariant16_killedAnywhereEachStepIsDoneOnceAndTheVerdictSaysSo()
      throws Exception {
    List<KillPoint> points = uncut();
    AtomicInteger next = new AtomicInteger();
    return points.stream()
        .map(
            point -> {
              int n = next.getAndIncrement();
              return DynamicTest.dynamicTest(
                  "killed at step " + n + ", " + point.word(), () -> killedAt(n, point));
            })
        .toList();
  }

  private List<KillPoint> uncut() throws Exception {
    Path place = Files.createDirectory(folder.resolve("uncut"));
    try (JobNode node = new JobNode(place).start()) {
      node.run(document(place));
      JobNode.until("its end", () -> node.passed().contains(KillPoint.JOB_SAID));
      return node.passed();
    }
  }

  private void killedAt(int n, KillPoint point) throws Exception {
    Path place = Files.createDirectory(folder.resolve("killed-" + n));
    try (JobNode node = new JobNode(place)) {
      ExecutionId id = node.submit(document(place));
      node.start(n);
      JobNode.until("the kill", node::killed);
      node.stop();
      node.start();
      Verdict verdict = node.ended(id);
      assertThat(verdict.status())
          .as("killed at %s: %s", point, verdict.reason())
          .isEqualTo(NodeStatus.SUCCEEDED);
      assertThat(verdict.steps())
          .extracting(StepResult::name)
          .containsExactly("one", "write", "two");
      assertThat(place.resolve("log")).hasContent("1\n2\n");
      assertThat(place.resolve("written")).hasContent("w\n");
      assertThat(node.text(id, verdict, Stream.OUT)).isEqualTo(LONG.repeat(LINES) + "end\n");
    }
  }

  @Test
  void everyKillPointOfAJobIsPassed() throws Exception {
    Set<KillPoint> passed = EnumSet.copyOf(uncut());
    Path place = Files.createDirectory(folder.resolve("cancel"));
    try (JobNode node = new JobNode(place).start()) {
      canceled(node, place);
      passed.addAll(node.passed());
    }
    Set<KillPoint> all = EnumSet.allOf(KillPoint.class);
    all.removeIf(point -> point.change() != KillPoint.Change.JOB);
    assertThat(passed).isEqualTo(all);
  }

  private static ExecutionId canceled(JobNode node, Path place) throws IOException {
    ExecutionId id =
        node.submit(JobDocument.of(OnAJobNode.sh("sleep", "touch " + place + "/up; sleep 600")));
    JobNode.until("it runs", () -> Files.exists(place.resolve("up")));
    node.cancel(id);
    assertThat(node.ended(id).status()).isEqualTo(NodeStatus.CANCELED);
    return id;
  }

  @Test
  void anAgentThatIsEndedLeavesItRunningAndTheNextOneGoesOn() throws Exception {
    try (JobNode node = new JobNode(folder).start()) {
      ExecutionId id =
          node.submit(
              JobDocument.of(
                  OnAJobNode.sh(
                      "wait",
                      "echo begun; touch "
                          + folder
                          + "/up; while [ ! -e "
                          + folder
                          + "/go ]; do sleep 0.1; done; echo done")));
      JobNode.until("it runs", () -> Files.exists(folder.resolve("up")));
      node.stop();
      Files.createFile(folder.resolve("go"));
      node.start();
      Verdict verdict = node.ended(id);
      assertThat(verdict.status()).isEqualTo(NodeStatus.SUCCEEDED);
      assertThat(node.text(id, verdict, Stream.OUT)).isEqualTo("begun\ndone\n");
    }
  }

  @Test
  void aCancelThatCameWhileNoAgentWasThereIsFollowedByTheNext() throws Exception {
    try (JobNode node = new JobNode(folder).start()) {
      ExecutionId id =
          node.submit(JobDocument.of(OnAJobNode.sh("sleep", "touch " + folder + "/up; sleep 600")));
      JobNode.until("it runs", () -> Files.exists(folder.resolve("up")));
      node.stop();
      node.start();
      node.cancel(id);
      assertThat(node.ended(id).status()).isEqualTo(NodeStatus.CANCELED);
    }
  }

  @Test
  void invariant21_withoutItsMemoryAnAgentEndsWhatRunsAndSaysLost() throws Exception {
    try (JobNode node = new JobNode(folder).start()) {
      ExecutionId id =
          node.submit(
              JobDocument.of(
                  OnAJobNode.sh("sleep", "echo $$ > " + folder + "/pid; exec sleep 600")));
      JobNode.until("it runs", () -> Files.exists(folder.resolve("pid")));
      node.stop();
      long pid = Long.parseLong(Files.readString(folder.resolve("pid")).strip());
      Files.delete(folder.resolve("state/jobs/" + id + ".json"));
      node.start();
      Verdict verdict = node.ended(id);
      assertThat(verdict.status()).isEqualTo(NodeStatus.LOST);
      assertThat(verdict.reason()).contains("has lost what it remembered");
      // It may be a zombie, until whoever is process 1 here has heard of it.
      assertThat(Path.of("/proc/" + pid + "/cmdline"))
          .satisfiesAnyOf(p -> assertThat(p).doesNotExist(), p -> assertThat(p).isEmptyFile());
    }
  }
}
