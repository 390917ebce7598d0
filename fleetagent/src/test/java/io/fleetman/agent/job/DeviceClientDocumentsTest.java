package io.fleetman.agent.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetman.job.JobDocument;
import io.fleetman.job.NodeStatus;
import io.fleetman.job.StepResult;
import io.fleetman.job.Verdict;
import io.fleetman.job.log.Stream;
import io.fleetman.job.read.JobReader;
import io.fleetman.layout.ExecutionId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;

/**
 * Documents as people write them for AWS IoT Device Client (schema 1.0), one for each of its
 * features, read as they are and run on a node.
 */
class DeviceClientDocumentsTest extends OnAJobNode {
  private static JobDocument document(String json) {
    JobReader.Outcome outcome = JobReader.read("job.json", json);
    assertThat(outcome).isInstanceOf(JobReader.Outcome.Valid.class);
    return ((JobReader.Outcome.Valid) outcome).document();
  }

  private String out(String json, NodeStatus expected) {
    ExecutionId id = node.submit(document(json));
    Verdict verdict = node.ended(id);
    assertThat(verdict.status()).as(String.valueOf(verdict.reason())).isEqualTo(expected);
    return node.text(id, verdict, Stream.OUT);
  }

  private static void handler(Path file, String text, String mode) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n" + text + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }

  private static String step(String fields) {
    return "{\"version\": \"1.0\", \"steps\": [{\"action\": {" + fields + "}}]}";
  }

  @Test
  void aCommandIsSplitAtItsCommasAndTrimmed() {
    String said =
        out(
            step(
                """
                "name": "Say it", "type": "runCommand",
                "input": {"command": "printf, [%s],one two ,a\\\\,b, $HOME"}
                """),
            NodeStatus.SUCCEEDED);

    assertThat(said).isEqualTo("[one two][a,b][$HOME]");
  }

  @Test
  void aHandlerOfTheDefaultFolderHearsTheUserFirstAndThenItsArguments() throws IOException {
    handler(folder.resolve("handlers/fill.sh"), "printf '<%s>' \"$@\"", "rwx------");

    String said =
        out(
            step(
                """
                "name": "Fill", "type": "runHandler", "runAsUser": "pump",
                "input": {"handler": "fill.sh", "args": ["tank 2", "-v"], "path": "default"}
                """),
            NodeStatus.SUCCEEDED);

    assertThat(said).isEqualTo("<pump><tank 2><-v>");
  }

  @Test
  void aHandlerMayLieInAnyFolderOrInThePath() throws IOException {
    handler(folder.resolve("own/here.sh"), "echo here", "rwxr-xr-x");

    assertThat(
            out(
                step(
                    """
                    "name": "Here", "type": "runHandler",
                    "input": {"handler": "here.sh", "path": "%s/"}
                    """
                        .formatted(folder.resolve("own"))),
                NodeStatus.SUCCEEDED))
        .isEqualTo("here\n");
    assertThat(
            out(
                step(
                    """
                    "name": "There", "type": "runHandler", "runAsUser": "",
                    "input": {"handler": "echo", "args": ["there"], "path": ""}
                    """),
                NodeStatus.SUCCEEDED))
        .isEqualTo(" there\n");
  }

  @Test
  void aHandlerOfTheDefaultFolderWithAnotherModeIsNotRun() throws IOException {
    handler(folder.resolve("handlers/open.sh"), "echo never", "rwxr-xr-x");

    assertThat(
            out(
                step(
                    """
                    "name": "Open", "type": "runHandler",
                    "input": {"handler": "open.sh", "path": "default"}
                    """),
                NodeStatus.FAILED))
        .isEmpty();
  }

  @Test
  void conditionsAreHeldAgainstTheNodesLabels() {
    String job =
        """
        {"version": "1.0",
         "conditions": [{"key": "region", "value": ["us", "eu"], "type": "stringEqual"},
                        {"key": "node", "value": ["%s"]}],
         "steps": [{"action": {"name": "Go", "type": "runCommand", "input": {"command": "echo,on"}}}]}
        """;

    assertThat(out(job.formatted("node-1"), NodeStatus.SUCCEEDED)).isEqualTo("on\n");
    assertThat(out(job.formatted("node-2"), NodeStatus.REJECTED)).isEmpty();
  }

  @Test
  void aFailureStopsUnlessItIsIgnoredAndTheFinalStepFollowsSuccess() {
    String job =
        """
        {"version": "1.0", "_note": "the second step always fails",
         "steps": [
           {"action": {"name": "First", "type": "runCommand", "input": {"command": "echo,1"}}},
           {"action": {"name": "Second", "type": "runCommand", "ignoreStepFailure": "%s",
                       "input": {"command": "false"}}},
           {"action": {"name": "Third", "type": "runCommand", "input": {"command": "echo,3"}}}],
         "finalStep": {"action": {"name": "Last", "type": "runCommand",
                                  "input": {"command": "echo,last"}}}}
        """;

    assertThat(out(job.formatted("true"), NodeStatus.SUCCEEDED)).isEqualTo("1\n3\nlast\n");
    assertThat(out(job.formatted("false"), NodeStatus.FAILED)).isEqualTo("1\n");
  }

  @Test
  void soManyLinesOfErrorsAreAllowedAndNoMore() throws IOException {
    handler(folder.resolve("handlers/loud.sh"), "echo 1 >&2; echo 2 >&2", "rwx------");
    String job =
        """
        "name": "Loud", "type": "runHandler", "allowStdErr": %d,
        "input": {"handler": "loud.sh", "path": "default"}
        """;

    assertThat(out(step(job.formatted(2)), NodeStatus.SUCCEEDED)).isEmpty();
    assertThat(out(step(job.formatted(1)), NodeStatus.FAILED)).isEmpty();
  }

  @Test
  void outputIsLeftOutWhereItIsNotAskedForAndFieldsThatAreNullAreNotThere() {
    ExecutionId id =
        node.submit(
            document(
                """
                {"version": "1.0", "includeStdOut": "false", "conditions": null, "finalStep": null,
                 "steps": [{"action": {"name": "Quiet", "type": "runHandler", "runAsUser": null,
                   "ignoreStepFailure": null, "allowStdErr": null,
                   "input": {"handler": "echo", "args": ["unheard"], "path": null}}}]}
                """));
    Verdict verdict = node.ended(id);

    assertThat(verdict.steps())
        .extracting(StepResult::status)
        .containsExactly(NodeStatus.SUCCEEDED);
    assertThat(node.text(id, verdict, Stream.OUT)).isEmpty();
  }
}
