package io.fleetman.agent.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetman.codec.Sha256;
import io.fleetman.job.BucketFile;
import io.fleetman.job.JobDocument;
import io.fleetman.job.JobPolicy;
import io.fleetman.job.NodeStatus;
import io.fleetman.job.Parameter;
import io.fleetman.job.Policies;
import io.fleetman.job.Step;
import io.fleetman.job.StepInput;
import io.fleetman.job.Verdict;
import io.fleetman.job.log.Stream;
import io.fleetman.layout.ExecutionId;
import io.fleetman.layout.JobKeys;
import io.fleetman.store.Precondition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What is kept of what jobs write, and told of it. */
class JobOutputTest extends OnAJobNode {
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
    Path started = folder.resolve("attempts/node-1/" + id + ".1/step-1-1/run");
    JobNode.until("what it was started with is gone", () -> !Files.exists(started));
    assertThat(started.resolveSibling("stdout")).exists();
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
    JobPolicy policy = Policies.with(Map.of("outputLimit", "1000"));
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

  private static JobPolicy followed() {
    return Policies.with(Map.of("follow", true));
  }
}
