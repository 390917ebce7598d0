package io.fleetman.agent.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetman.codec.Sha256;
import io.fleetman.document.ByteSize;
import io.fleetman.job.BucketFile;
import io.fleetman.job.Condition;
import io.fleetman.job.JobDocument;
import io.fleetman.job.JobPolicy;
import io.fleetman.job.NodeStatus;
import io.fleetman.job.Parameter;
import io.fleetman.job.Step;
import io.fleetman.job.StepInput;
import io.fleetman.job.Verdict;
import io.fleetman.job.log.Stream;
import io.fleetman.layout.ExecutionId;
import io.fleetman.layout.JobKeys;
import io.fleetman.store.Precondition;
import io.fleetman.store.Request;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JobsTest {
  @TempDir Path folder;
  private JobNode node;

  @BeforeEach
  void begin() {
    node = new JobNode(folder).start();
  }

  @AfterEach
  void end() throws InterruptedException {
    node.close();
  }

  static Step sh(String name, String line) {
    return Step.of(name, new StepInput.RunCommand(List.of("/bin/sh", "-c", line)));
  }

  private static Step with(
      Step step,
      @Nullable Duration timeout,
      int retries,
      @Nullable Integer allowStdErr,
      boolean ignore) {
    return new Step(
        step.name(), step.input(), null, Map.of(), null, timeout, retries, allowStdErr, ignore);
  }

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
    JobPolicy policy =
        new JobPolicy(
            null,
            null,
            null,
            JobPolicy.DEFAULT.expireAfter(),
            JobPolicy.DEFAULT.timeout(),
            3,
            JobPolicy.DEFAULT.backoff(),
            JobPolicy.DEFAULT.parallel(),
            JobPolicy.DEFAULT.outputLimit(),
            Duration.ofSeconds(1),
            JobPolicy.DEFAULT.follow());
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
  void filesAreWrittenAndFetchedWhole() throws IOException {
    byte[] bytes = "from the bucket".getBytes(StandardCharsets.UTF_8);
    node.bucket.put("anywhere/x", bytes, Precondition.NONE);
    JobDocument document =
        JobDocument.of(
            Step.of(
                "write",
                new StepInput.WriteFile(folder + "/etc/app.conf", "a=1\n", "0640", null, null)),
            Step.of(
                "fetch",
                new StepInput.Download(
                    new BucketFile("anywhere/x", Sha256.of(bytes)),
                    folder + "/x",
                    "0755",
                    null,
                    null)));
    assertThat(node.run(document).status()).isEqualTo(NodeStatus.SUCCEEDED);
    assertThat(folder.resolve("etc/app.conf")).hasContent("a=1\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("x"))))
        .isEqualTo("rwxr-xr-x");

    Verdict wrong =
        node.run(
            JobDocument.of(
                Step.of(
                    "fetch",
                    new StepInput.Download(
                        new BucketFile("anywhere/x", "0".repeat(64)),
                        folder + "/x",
                        "0755",
                        null,
                        null))));
    assertThat(wrong.status()).isEqualTo(NodeStatus.FAILED);
    assertThat(wrong.reason()).contains("with sha256 " + Sha256.of(bytes));
    assertThat(folder.resolve("x")).hasContent("from the bucket");
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
  void aScriptIsToldItsParametersAndSecretsAreMasked() {
    TreeMap<String, Parameter> parameters =
        new TreeMap<>(
            Map.of(
                "who",
                new Parameter(Parameter.Type.STRING, null, null, List.of(), null, false),
                "key",
                new Parameter(Parameter.Type.STRING, null, null, List.of(), null, true)));
    JobDocument document =
        new JobDocument(
            "1.0",
            true,
            List.of(),
            parameters,
            List.of(
                Step.of(
                    "script",
                    new StepInput.RunScript(
                        "bash",
                        "echo \"$PARAM_WHO has $PARAM_KEY\"; printf %s \"${PARAM_KEY:0:3}\"; sleep"
                            + " 0.4; printf %s \"${PARAM_KEY:3}\"; echo \" $1\"",
                        null,
                        List.of("{{ params.who }}")))),
            null,
            List.of());
    TreeMap<String, String> values =
        new TreeMap<>(Map.of("who", "$(id) 'x'", "key", "s3cr3t-value"));
    ExecutionId id = node.submit(document, JobNode.POLICY, values);
    Verdict verdict = node.ended(id);
    assertThat(node.text(id, verdict, Stream.OUT)).isEqualTo("$(id) 'x' has ***\n*** $(id) 'x'\n");
  }

  @Test
  void aServiceIsOperatedThroughItsCell() {
    Step step = Step.of("restart", new StepInput.Service(StepInput.Service.Action.RESTART, "web"));
    assertThat(node.run(JobDocument.of(step)).status()).isEqualTo(NodeStatus.SUCCEEDED);
    assertThat(node.operated).containsExactly("RESTART web");
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
    JobPolicy beside =
        new JobPolicy(
            null,
            null,
            null,
            JobPolicy.DEFAULT.expireAfter(),
            JobPolicy.DEFAULT.timeout(),
            JobPolicy.DEFAULT.retries(),
            JobPolicy.DEFAULT.backoff(),
            true,
            JobPolicy.DEFAULT.outputLimit(),
            JobPolicy.DEFAULT.killGrace(),
            JobPolicy.DEFAULT.follow());
    String wait = "; while [ ! -e " + folder + "/go ]; do sleep 0.1; done";
    ExecutionId alone = node.submit(JobDocument.of(sh("1", "true" + wait)));
    ExecutionId parallel =
        node.submit(JobDocument.of(sh("2", "touch " + folder + "/go")), beside, new TreeMap<>());
    assertThat(node.ended(parallel).status()).isEqualTo(NodeStatus.SUCCEEDED);
    assertThat(node.ended(alone).status()).isEqualTo(NodeStatus.SUCCEEDED);
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

  private static JobPolicy followed() {
    return new JobPolicy(
        null,
        null,
        null,
        JobPolicy.DEFAULT.expireAfter(),
        JobPolicy.DEFAULT.timeout(),
        JobPolicy.DEFAULT.retries(),
        JobPolicy.DEFAULT.backoff(),
        JobPolicy.DEFAULT.parallel(),
        JobPolicy.DEFAULT.outputLimit(),
        JobPolicy.DEFAULT.killGrace(),
        true);
  }

  @Test
  void outputIsToldWhileItRunsIfSomebodyFollows() throws IOException {
    ExecutionId id =
        node.submit(
            JobDocument.of(
                sh("talk", "echo early; while [ ! -e " + folder + "/go ]; do sleep 0.1; done")),
            followed(),
            new TreeMap<>());
    JobNode.until(
        "a chunk", () -> node.bucket.keys().contains(JobKeys.logChunk(id, JobNode.NODE, 1, 0)));
    JobNode.until(
        "progress", () -> node.bucket.keys().contains(JobKeys.progress(id, JobNode.NODE, 1)));
    Files.createFile(folder.resolve("go"));
    Verdict verdict = node.ended(id);
    assertThat(verdict.output().inline()).isNull();
    assertThat(node.text(id, verdict, Stream.OUT)).isEqualTo("early\n");
  }

  @Test
  void theLimitOnOutputIsSaidWhereItStrikes() {
    JobPolicy policy =
        new JobPolicy(
            null,
            null,
            null,
            JobPolicy.DEFAULT.expireAfter(),
            JobPolicy.DEFAULT.timeout(),
            JobPolicy.DEFAULT.retries(),
            JobPolicy.DEFAULT.backoff(),
            JobPolicy.DEFAULT.parallel(),
            new ByteSize(1000),
            JobPolicy.DEFAULT.killGrace(),
            JobPolicy.DEFAULT.follow());
    ExecutionId id =
        node.submit(
            JobDocument.of(sh("talk", "yes 123456789 | head -c 100000")), policy, new TreeMap<>());
    Verdict verdict = node.ended(id);
    assertThat(verdict.status()).isEqualTo(NodeStatus.SUCCEEDED);
    assertThat(node.text(id, verdict, Stream.OUT)).isEqualTo("123456789\n".repeat(100));
    assertThat(verdict.output().stdout()).isEqualTo(1000);
    assertThat(verdict.output().dropped()).isEqualTo(99_000);
    assertThat(node.text(id, verdict, Stream.NOTE))
        .isEqualTo("the rest is not kept: the limit of 1000 has struck");
  }

  @DisplayName("on a disk that is nearly full a job runs, its output is counted and not kept")
  @Test
  void aDiskThatIsNearlyFullKeepsNoOutput() {
    node.usable = 1024 * 1024 - 1;
    ExecutionId id = node.submit(JobDocument.of(sh("talk", "echo one; echo two >&2; exit 3")));
    Verdict verdict = node.ended(id);
    assertThat(verdict.status()).isEqualTo(NodeStatus.FAILED);
    assertThat(verdict.exitCode()).isEqualTo(3);
    assertThat(verdict.output().stdout()).isZero();
    assertThat(verdict.output().stderr()).isZero();
    assertThat(verdict.output().dropped()).isEqualTo(8);
    assertThat(node.text(id, verdict, Stream.NOTE))
        .isEqualTo("the rest is not kept: less than 1M is free on the node's disk (disk_reserve)");
  }

  @Test
  void aDiskThatFillsWhileAJobWritesKeepsWhatWasThereBefore() throws IOException {
    ExecutionId id =
        node.submit(
            JobDocument.of(
                sh(
                    "talk",
                    "echo early; while ! [ -e %s/go ]; do sleep 0.05; done; echo late"
                        .formatted(folder))),
            followed(),
            new TreeMap<>());
    JobNode.until(
        "a chunk", () -> node.bucket.keys().contains(JobKeys.logChunk(id, JobNode.NODE, 1, 0)));
    node.usable = 0;
    Files.createFile(folder.resolve("go"));
    Verdict verdict = node.ended(id);
    assertThat(verdict.status()).isEqualTo(NodeStatus.SUCCEEDED);
    assertThat(node.text(id, verdict, Stream.OUT)).isEqualTo("early\n");
    assertThat(verdict.output().dropped()).isEqualTo(5);
  }

  @Test
  void aDiskThatIsNearlyFullTakesNoFiles() {
    node.usable = 0;
    ExecutionId id =
        node.submit(
            JobDocument.of(
                Step.of(
                    "put",
                    new StepInput.WriteFile(
                        folder.resolve("never").toString(), "x", "0644", null, null))));
    Verdict verdict = node.ended(id);
    assertThat(verdict.status()).isEqualTo(NodeStatus.FAILED);
    assertThat(verdict.reason()).contains("disk_reserve").contains(folder.toString());
    assertThat(folder.resolve("never")).doesNotExist();
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
}
