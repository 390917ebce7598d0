package io.fleetman.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleetman.codec.DocumentException;
import io.fleetman.codec.Json;
import io.fleetman.document.Author;
import io.fleetman.layout.ExecutionId;
import io.fleetman.layout.NodeId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class JobDocumentsTest {
  private static final Author ADA = new Author("ada", Instant.EPOCH, null);
  private static final String SHA = "0".repeat(64);

  static JobDocument everything() {
    return new JobDocument(
        "1.0",
        false,
        List.of(new Condition("region", List.of("eu"), Condition.Type.STRING_EQUAL)),
        new TreeMap<>(
            Map.of(
                "what",
                new Parameter(
                    Parameter.Type.STRING, "which", "web", List.of("web", "db"), "[a-z]+", true))),
        List.of(
            Step.of("a", new StepInput.RunCommand(List.of("uname", "-a"))),
            Step.of("b", new StepInput.RunScript("bash", "echo $PARAM_WHAT", null, List.of("x"))),
            Step.of(
                "c",
                new StepInput.RunScript(
                    "python3", null, new BucketFile("staging/x/y", SHA), List.of())),
            Step.of("d", new StepInput.RunHandler("h.sh", List.of("1"), "default")),
            Step.of("e", new StepInput.WriteFile("/etc/x", "y\n", "0600", "root", null)),
            Step.of("f", new StepInput.Download(new BucketFile("k", SHA), "/x", "0644", null, "g")),
            Step.of("g", new StepInput.Service(StepInput.Service.Action.RESTART, "web")),
            Step.of("h", new StepInput.Reboot())),
        new Step(
            "i",
            new StepInput.RunCommand(List.of("true")),
            "app",
            Map.of("A", "b"),
            "/srv",
            Duration.ofSeconds(30),
            2,
            0,
            true),
        List.of(Step.of("j", new StepInput.RunCommand(List.of("false")))));
  }

  @Test
  void anExecutionIsReadBackAsItWasWritten() {
    ExecutionMark execution =
        new ExecutionMark.Execution(
            new ExecutionId("20261121t094512-087-7f3a9c01be44"),
            "all of it",
            "t 3",
            everything(),
            new TreeMap<>(Map.of("what", "db")),
            List.of(new NodeId("node-1"), new NodeId("node-2")),
            "all",
            new JobPolicy(
                Share.parse("10%"),
                Share.parse("0"),
                Instant.EPOCH,
                Duration.ofHours(2),
                Duration.ofMinutes(3),
                2,
                Duration.ofSeconds(1),
                true,
                io.fleetman.document.ByteSize.parse("10M"),
                Duration.ofSeconds(3),
                true),
            new ExecutionId("x"),
            ADA);

    assertThat(Json.read("job.json", Json.write(execution), ExecutionMark.class))
        .isEqualTo(execution);
  }

  @Test
  void everyGateDocumentIsReadBackAsItWasWritten() {
    NodeId node = new NodeId("node-1");
    Claim claim = new Claim.Taken("n", "i");
    Verdict verdict =
        new Verdict(
            node,
            2,
            NodeStatus.FAILED,
            true,
            "step a exited with 3",
            3,
            new SlotRef(1, 2),
            List.of(new StepResult("a", NodeStatus.FAILED, 3, 1, 17, "exited with 3")),
            new JobOutput(0, "out 1 2\nhi\n", 2, 0, 0, SHA),
            Instant.EPOCH,
            Instant.EPOCH,
            "i");

    assertThat(Json.read("claim", Json.write(claim), Claim.class)).isEqualTo(claim);
    assertThat(Json.read("claim", Json.write(new Claim.Expired("r", ADA)), Claim.class))
        .isEqualTo(new Claim.Expired("r", ADA));
    assertThat(Json.read("claim", Json.write(new Claim.Passed("r", ADA)), Claim.class))
        .isEqualTo(new Claim.Passed("r", ADA));
    assertThat(Json.read("verdict", Json.write(verdict), Verdict.class)).isEqualTo(verdict);
    Slot slot = new Slot(node, 2, 1, "n");
    assertThat(Json.read("slot", Json.write(slot), Slot.class)).isEqualTo(slot);
    Abort abort = new Abort("3 of 10 failed", false, ADA);
    assertThat(Json.read("abort", Json.write(abort), Abort.class)).isEqualTo(abort);
    JobProgress progress = new JobProgress("a", List.of(), 1, null, Instant.EPOCH);
    assertThat(Json.read("progress", Json.write(progress), JobProgress.class)).isEqualTo(progress);
  }

  @Test
  void anUnknownStepIsNamedAndNoCrash() {
    String job =
        """
        {"kind": "execution", "id": "x", "targets": ["n"], "author": {"by": "a"},
         "document": {"version": "1.0", "steps": [
           {"name": "s", "type": "teleport", "input": {"to": "mars"}}]}}
        """;
    assertThatThrownBy(
            () -> Json.read("job.json", job.getBytes(StandardCharsets.UTF_8), ExecutionMark.class))
        .isInstanceOf(DocumentException.class)
        .hasMessageContaining("teleport")
        .hasMessageContaining("steps[0]");
  }
}
