package io.fleetman.agent.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetman.job.Condition;
import io.fleetman.job.JobDocument;
import io.fleetman.job.JobPolicy;
import io.fleetman.job.NodeStatus;
import io.fleetman.job.Policies;
import io.fleetman.job.Step;
import io.fleetman.job.StepInput;
import io.fleetman.job.Verdict;
import io.fleetman.job.log.Stream;
import io.fleetman.layout.ExecutionId;
import io.fleetman.layout.JobKeys;
import io.fleetman.store.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Which jobs a node takes, and in what order. */
class JobAdmissionTest extends OnAJobNode {
  @Test
  void aConditionThatDoesNotHoldRejectsAndNamesItsKey() {
    JobDocument document =
        new JobDocument(
            "1.0",
            true,
            List.of(new Condition("region", List.of("us"), Condition.Type.STRING_EQUAL)),
            new TreeMap<>(),
            List.of(sh("never", "touch " + folder + "/never")),
            null,
            List.of());
    Verdict verdict = node.run(document);
    assertThat(verdict.status()).isEqualTo(NodeStatus.REJECTED);
    assertThat(verdict.reason())
        .isEqualTo("its condition on 'region' does not hold here: it is 'eu', and must be 'us'");
    assertThat(folder.resolve("never")).doesNotExist();
  }

  @Test
  void whatTheConfigurationDoesNotAllowIsRejected() throws InterruptedException {
    JobSettings all = JobNode.settings(folder);
    assertRejected(settings(all, false, Set.of(), Set.of(), List.of()), "jobs.enabled is false");
    assertRejected(
        settings(all, true, Set.of("reboot"), Set.of(), List.of()),
        "is of type runCommand, which jobs.step_types does not allow");
    assertRejected(
        settings(all, true, Set.of(), Set.of("web"), List.of()), "jobs.users does not allow");
    assertRejected(
        settings(all, true, Set.of(), Set.of(), List.of(List.of("systemctl", "restart"))),
        "jobs.commands does not allow here");
  }

  @Test
  void whatThisAgentDoesNotUnderstandIsRejected() {
    ExecutionId id = new ExecutionId("20990101t000000-000-0123456789ab");
    node.bucket.plant(
        JobKeys.execution(id),
        "{\"kind\":\"execution\",\"id\":\"" + id + "\",\"document\":{\"version\":\"9.0\"}}");
    node.bucket.plant(JobKeys.inbox(JobNode.NODE, id), "{\"kind\":\"inbox\"}");
    node.look();
    Verdict verdict = node.ended(id);
    assertThat(verdict.status()).isEqualTo(NodeStatus.REJECTED);
    assertThat(verdict.reason()).contains("cannot understand");
  }

  @Test
  void aHandlersModeIsChecked() throws IOException {
    Path handler = Files.createDirectories(folder.resolve("handlers")).resolve("h.sh");
    Files.writeString(handler, "#!/bin/sh\necho \"[$1] $2\"\n");
    Step step = Step.of("handle", new StepInput.RunHandler("h.sh", List.of("b c"), "default"));
    Files.setPosixFilePermissions(handler, PosixFilePermissions.fromString("rwxr-x---"));
    assertThat(node.run(JobDocument.of(step)).reason()).contains("with mode 0700");
    Files.setPosixFilePermissions(handler, PosixFilePermissions.fromString("rwx------"));
    ExecutionId id = node.submit(JobDocument.of(step));
    assertThat(node.text(id, node.ended(id), Stream.OUT)).isEqualTo("[] b c\n");
  }

  @Test
  void oneAtATimeInTheOrderInWhichTheyWereMade() throws IOException {
    ExecutionId first = node.submit(JobDocument.of(sh("1", "sleep 1; echo 1 >> " + folder + "/l")));
    ExecutionId second = node.submit(JobDocument.of(sh("2", "echo 2 >> " + folder + "/l")));
    ExecutionId third = node.submit(JobDocument.of(sh("3", "echo 3 >> " + folder + "/l")));
    node.ended(third);
    node.ended(second);
    node.ended(first);
    assertThat(Files.readString(folder.resolve("l"))).isEqualTo("1\n2\n3\n");
  }

  @Test
  void whoAsksForItRunsBesideOthers() {
    JobPolicy beside = Policies.with(Map.of("parallel", true));
    String wait = "; while [ ! -e " + folder + "/go ]; do sleep 0.1; done";
    ExecutionId alone = node.submit(JobDocument.of(sh("1", "true" + wait)));
    ExecutionId parallel =
        node.submit(JobDocument.of(sh("2", "touch " + folder + "/go")), beside, new TreeMap<>());
    assertThat(node.ended(parallel).status()).isEqualTo(NodeStatus.SUCCEEDED);
    assertThat(node.ended(alone).status()).isEqualTo(NodeStatus.SUCCEEDED);
  }

  @Test
  void keysThatDoNotAllowJobsAreSaidAndStopNothingElse() {
    node.forbidden = true;
    node.look();
    assertThat(node.problems.first()).contains("no jobs can run here").contains("403");
    node.forbidden = false;
    assertThat(node.run(JobDocument.of(sh("on", "true"))).status()).isEqualTo(NodeStatus.SUCCEEDED);
    assertThat(node.problems.first()).isNull();
  }

  @Test
  void invariant18_aLookAtJobsThatHaveEndedIsOneListing() {
    ExecutionId id = node.submit(JobDocument.of(sh("once", "true")));
    node.ended(id);
    JobNode.until("it is idle", () -> node.pace(Duration.ofSeconds(5)).toSeconds() == 5);
    node.look();
    node.bucket.forgetRequests();
    node.look();
    assertThat(node.bucket.requests())
        .containsExactly(new Request(Request.Kind.LIST, JobKeys.inbox(JobNode.NODE)));
  }

  private void assertRejected(JobSettings settings, String why) throws InterruptedException {
    node.close();
    node = new JobNode(folder, settings).start();
    Verdict verdict = node.run(JobDocument.of(sh("never", "touch " + folder + "/never")));
    assertThat(verdict.status()).isEqualTo(NodeStatus.REJECTED);
    assertThat(verdict.reason()).contains(why);
    assertThat(folder.resolve("never")).doesNotExist();
  }

  private static JobSettings settings(
      JobSettings s,
      boolean enabled,
      Set<String> types,
      Set<String> users,
      List<List<String>> commands) {
    return new JobSettings(
        enabled,
        s.node(),
        s.folder(),
        s.handlers(),
        types,
        users,
        commands,
        s.atOnce(),
        s.poll(),
        s.longest(),
        s.outputLimit(),
        s.limits(),
        s.keep(),
        s.keepFor());
  }
}
