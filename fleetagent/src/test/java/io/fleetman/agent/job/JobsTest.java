package io.fleetman.agent.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetman.codec.Sha256;
import io.fleetman.job.JobDocument;
import io.fleetman.job.JobPolicy;
import io.fleetman.job.NodeStatus;
import io.fleetman.job.Policies;
import io.fleetman.job.Step;
import io.fleetman.job.StepInput;
import io.fleetman.job.Verdict;
import io.fleetman.job.log.Stream;
import io.fleetman.layout.ExecutionId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Jobs on a node, with real processes. */
class JobsTest extends OnAJobNode {
  @Test
  void aCommandsOutputAndEndAreToldWithItsVerdictAlone() {
    ExecutionId id = node.submit(JobDocument.of(sh("say", "echo out; echo err >&2; exit 3")));
    Verdict verdict = node.ended(id);
    assertThat(verdict.status()).isEqualTo(NodeStatus.FAILED);
    assertThat(verdict.exitCode()).isEqualTo(3);
    assertThat(verdict.reason()).isEqualTo("step 'say' ended with exit status 3");
    assertThat(verdict.output().chunks()).isZero();
    assertThat(node.text(id, verdict, Stream.OUT)).isEqualTo("out\n");
    assertThat(node.text(id, verdict, Stream.ERR)).isEqualTo("err\n");
    assertThat(verdict.output().sha256())
        .isEqualTo(Sha256.of("out\nerr\n".getBytes(StandardCharsets.UTF_8)));
    // how far it is may have been told meanwhile, on a machine that is busy
    assertThat(node.bucket.keys())
        .noneMatch(key -> key.contains("/nodes/") && !key.endsWith("/progress.json"));
  }

  @Test
  void itRunsInAnEmptyFolderWithNothingOfTheAgentsEnvironment() {
    Step step =
        new Step(
            "look",
            new StepInput.RunCommand(List.of("/bin/sh", "-c", "ls -A; env | cut -d= -f1 | sort")),
            null,
            Map.of("MINE", "1"),
            null,
            null,
            0,
            null,
            false);
    ExecutionId id = node.submit(JobDocument.of(step));
    assertThat(node.text(id, node.ended(id), Stream.OUT).lines())
        .containsExactly(
            "FLEETMAN_JOB", "HOME", "LANG", "LOGNAME", "MINE", "PATH", "PWD", "SHELL", "USER");
  }

  @Test
  void stepsShareTheFolderAndFinallyIsDoneAfterAFailureToo() {
    JobDocument document =
        new JobDocument(
            "1.0",
            true,
            List.of(),
            new TreeMap<>(),
            List.of(
                sh("one", "echo 1 > file"),
                with(sh("ignored", "exit 1"), null, 0, null, true),
                sh("two", "cat file; exit 2"),
                sh("never", "echo never")),
            sh("final", "echo never"),
            List.of(sh("always", "echo always; cat file")));
    ExecutionId id = node.submit(document);
    Verdict verdict = node.ended(id);
    assertThat(verdict.status()).isEqualTo(NodeStatus.FAILED);
    assertThat(verdict.steps())
        .extracting(s -> s.name() + " " + s.status())
        .containsExactly("one SUCCEEDED", "ignored FAILED", "two FAILED", "always SUCCEEDED");
    assertThat(node.text(id, verdict, Stream.OUT)).isEqualTo("1\nalways\n1\n");
  }

  @Test
  void theFinalStepFollowsSuccess() {
    JobDocument document =
        new JobDocument(
            "1.0",
            false,
            List.of(),
            new TreeMap<>(),
            List.of(sh("one", "echo hidden; echo shown >&2")),
            sh("final", "exit 0"),
            List.of());
    ExecutionId id = node.submit(document);
    Verdict verdict = node.ended(id);
    assertThat(verdict.status()).isEqualTo(NodeStatus.SUCCEEDED);
    assertThat(verdict.steps()).hasSize(2);
    assertThat(node.text(id, verdict, Stream.OUT)).isEmpty();
    assertThat(node.text(id, verdict, Stream.ERR)).isEqualTo("shown\n");
  }

  @Test
  void aStepIsTriedAgainAndLinesOfStandardErrorAreCounted() {
    Step flaky = sh("flaky", "echo x >> tries; [ $(wc -l < tries) = 2 ]");
    assertThat(
            node.run(JobDocument.of(with(flaky, null, 3, null, false))).steps().getFirst().tries())
        .isEqualTo(2);
    Step loud = with(sh("loud", "echo 1 >&2; echo 2 >&2"), null, 0, 1, false);
    Verdict verdict = node.run(JobDocument.of(loud));
    assertThat(verdict.status()).isEqualTo(NodeStatus.FAILED);
    assertThat(verdict.reason()).contains("more than the 1 allowed lines");
    Step quiet = with(sh("quiet", "echo 1 >&2"), null, 0, 1, false);
    assertThat(node.run(JobDocument.of(quiet)).status()).isEqualTo(NodeStatus.SUCCEEDED);
  }

  @Test
  void aStepThatTakesTooLongIsKilledWithItsChildren() {
    Step slow = with(sh("slow", "sleep 600 & sleep 600"), Duration.ofSeconds(1), 0, null, false);
    Verdict verdict = node.run(JobDocument.of(slow));
    assertThat(verdict.status()).isEqualTo(NodeStatus.TIMED_OUT);
    assertThat(verdict.reason()).contains("its time was up");
  }

  @Test
  void theJobsOwnLimitEndsWhatRunsAndFinallyFollows() {
    JobPolicy policy = JobNode.POLICY.with(Duration.ofHours(1), Duration.ofSeconds(2));
    JobDocument document =
        new JobDocument(
            "1.0",
            true,
            List.of(),
            new TreeMap<>(),
            List.of(sh("slow", "sleep 600"), sh("never", "exit 0")),
            null,
            List.of(sh("always", "echo on")));
    Verdict verdict = node.ended(node.submit(document, policy, new TreeMap<>()));
    assertThat(verdict.status()).isEqualTo(NodeStatus.TIMED_OUT);
    assertThat(verdict.steps()).extracting(s -> s.name()).containsExactly("slow", "always");
  }

  @Test
  void aCancelKillsWhatIgnoresTermAndFinallyFollows() throws IOException {
    JobPolicy policy = Policies.with(Map.of("retries", 3, "killGrace", "1s"));
    JobDocument document =
        new JobDocument(
            "1.0",
            true,
            List.of(),
            new TreeMap<>(),
            List.of(sh("deaf", "touch " + folder + "/up; trap '' TERM; while :; do sleep 1; done")),
            null,
            List.of(sh("always", "echo on")));
    ExecutionId id = node.submit(document, policy, new TreeMap<>());
    JobNode.until("it runs", () -> Files.exists(folder.resolve("up")));
    assertThat(node.pace(Duration.ofSeconds(5))).isEqualTo(Duration.ofMillis(100));
    node.cancel(id);
    Verdict verdict = node.ended(id);
    assertThat(verdict.status()).isEqualTo(NodeStatus.CANCELED);
    assertThat(verdict.retry()).isFalse();
    assertThat(node.text(id, verdict, Stream.OUT)).isEqualTo("on\n");
    JobNode.until("it is idle", () -> node.pace(Duration.ofSeconds(5)).toSeconds() == 5);
  }

  @Test
  void aServiceIsOperatedThroughItsCell() {
    Step step = Step.of("restart", new StepInput.Service(StepInput.Service.Action.RESTART, "web"));
    assertThat(node.run(JobDocument.of(step)).status()).isEqualTo(NodeStatus.SUCCEEDED);
    assertThat(node.operated).containsExactly("RESTART web");
  }

  @Test
  void aFailedAttemptIsFollowedByAnother() {
    JobPolicy policy = JobNode.POLICY.with(1, Duration.ofMillis(200));
    ExecutionId id =
        node.submit(
            JobDocument.of(sh("once", "mkdir " + folder + "/dir && exit 1; exit 0")),
            policy,
            new TreeMap<>());
    assertThat(node.ended(id, 2).status()).isEqualTo(NodeStatus.SUCCEEDED);
    assertThat(node.ended(id, 1).retry()).isTrue();
  }
}
