package io.fleetman.controller.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fleetman.controller.job.Executions;
import io.fleetman.controller.job.TestNode;
import io.fleetman.controller.support.OpenFleet;
import io.fleetman.document.ByteSize;
import io.fleetman.job.JobPolicy;
import io.fleetman.job.NodeStatus;
import io.fleetman.layout.ExecutionId;
import io.fleetman.layout.JobKeys;
import io.fleetman.store.DocumentStore;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobCommandsTest {
  @TempDir Path temp = Path.of("");
  private TestCli cli = new TestCli(temp);

  @BeforeEach
  void twoNodes() {
    cli = TestCli.withFleet(temp);
    node("node-1").reports(Map.of("region", "eu"), "web");
    node("node-2").reports(Map.of("region", "us"));
  }

  private TestNode node(String name) {
    return new TestNode(cli.store, cli.clock, name);
  }

  private ExecutionId begun(String... args) {
    TestCli.Run run = cli.run(args);
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    return new ExecutionId(run.out().strip());
  }

  @Test
  void aDryRunNamesTheNodesAndWritesNothing() {
    TestCli.Run run = cli.run("run", "-l", "region=eu", "--dry-run", "--", "uname", "-a");

    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("would run on 1 node:").contains("node-1");
    assertThat(cli.run("job", "list").out()).contains("no job was run yet");
  }

  @Test
  void aCommandIsRunAndLookedAt() {
    ExecutionId id = begun("run", "--all", "--no-wait", "--", "uname", "-a");
    node("node-1").runs(id, NodeStatus.SUCCEEDED, "Linux\n");
    node("node-2").runs(id, NodeStatus.FAILED, "no\n");

    JsonNode shown = cli.run("job", "show", id.value(), "-o", "json").json();
    assertThat(shown.get("status").asText()).isEqualTo("FAILED");
    assertThat(shown.get("nodes").get(1).get("exitCode").asInt()).isEqualTo(3);
    assertThat(cli.run("job", "show", id.value()).out())
        .contains("uname -a  FAILED")
        .containsPattern("node-2 +FAILED +3 .*exited with 3");
    assertThat(cli.run("job", "list").out()).contains("1 succeeded, 1 failed");
    assertThat(cli.run("job", "logs", id.value(), "node-1").out()).isEqualTo("Linux\n");
    assertThat(cli.run("job", "logs", id.value()).out()).isEqualTo("node-1 │ Linux\nnode-2 │ no\n");
    assertThat(cli.run("job", "logs", "-f", id.value(), "node-2").out()).isEqualTo("no\n");
  }

  @Test
  void aFollowedOneSaysForWhomItWaitsAndEndsWithTheTruth() {
    TestCli.Run run = cli.run("run", "-n", "node-1", "--expire", "1m", "--", "uname");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err())
        .contains("waiting for node-1, polls every 5 s")
        .contains("node-1: expired: the node did not begin it within 1m")
        .contains("1 node: 1 expired");
  }

  @Test
  void equalOutputsAreGathered() {
    ExecutionId id = begun("run", "--all", "--no-wait", "--key", "k", "--", "uname");
    node("node-1").runs(id, NodeStatus.SUCCEEDED, "Linux\n");
    node("node-2").runs(id, NodeStatus.SUCCEEDED, "Linux\n");

    // the same key: the same execution
    TestCli.Run run = cli.run("run", "--all", "--group", "--no-wait", "--key", "k", "--", "uname");
    assertThat(run.out().strip()).isEqualTo(id.value());
    assertThat(cli.run("job", "logs", "-f", id.value()).code()).isZero();
  }

  @Test
  void aTemplateIsRunWithParameters() {
    ExecutionId id =
        begun("job", "run", "restart-service", "-p", "cell=web", "-l", "cell=web", "--no-wait");

    assertThat(cli.run("job", "show", id.value()).out())
        .contains("restart-service  QUEUED")
        .contains("template: restart-service 1")
        .contains("parameter cell: web");
    assertThat(cli.run("job", "run", "restart-service", "--all").err())
        .contains("parameters.cell is missing");
    assertThat(cli.run("job", "run", "restart-service", "-p", "cell=a;b", "--all").err())
        .contains("parameters.cell: 'a;b' does not match");
  }

  @Test
  void aDocumentForAwsIotDeviceClientIsRunFromItsFile() {
    Path file =
        cli.write(
            "aws.json",
            """
            {"version": "1.0", "steps": [{"action": {"name": "Say it", "type": "runCommand",
              "input": {"command": "echo,Hello\\\\, world"}, "runAsUser": "root"}}]}
            """);

    ExecutionId id = begun("job", "run", "-f", file.toString(), "--all", "--no-wait");

    assertThat(cli.run("job", "show", id.value()).out()).contains("QUEUED");
  }

  @Test
  void aBadDocumentIsRefusedWithThePlace() {
    Path file =
        cli.write("bad.yaml", "version: 1.0\nsteps: [{name: a, type: teleport, input: {}}]\n");

    TestCli.Run run = cli.run("job", "run", "-f", file.toString(), "--all");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("steps[0].type: \"teleport\" is not one of");
  }

  @Test
  void everyPartOfThePolicyCanBeSaid() {
    ExecutionId id =
        begun(
            """
            run -n node-1 --no-wait -c 10% --abort-after 3 --not-before 2099-01-01T00:00+01:00
            --expire 2h --timeout 5m --retries 2 --backoff 1m --parallel --output-limit 100M
            -- true\
            """
                .split("\\s+"));

    JobPolicy policy =
        new Executions(new OpenFleet(new DocumentStore(cli.store), Clock.systemUTC(), "test"))
            .get(id)
            .policy();
    assertThat(policy.notBefore()).isEqualTo("2098-12-31T23:00:00Z");
    assertThat(policy.outputLimit()).isEqualTo(ByteSize.parse("100M"));
    assertThat(policy.backoff()).isEqualTo(Duration.ofMinutes(1));
    assertThat(policy.parallel()).isTrue();
    assertThat(cli.run("run", "--all", "--not-before", "tomorrow", "--", "true").err())
        .contains("--not-before: 'tomorrow' is no time with its zone");
    assertThat(cli.run("run", "--all", "--output-limit", "lots", "--", "true").err())
        .contains("--output-limit: 'lots' is not a size");
  }

  @Test
  void cancelAndRetry() {
    ExecutionId id = begun("run", "--all", "--no-wait", "--", "uname");
    node("node-1").runs(id, NodeStatus.SUCCEEDED, null);

    assertThat(
            cli.run("job", "cancel", id.value(), "--dry-run", "-o", "json").json().path("dryRun"))
        .hasToString("true");
    assertThat(cli.run("job", "cancel", id.value()).code()).isEqualTo(2);
    assertThat(cli.run("job", "cancel", id.value(), "--yes").out())
        .contains("1 had not begun and will not, 0 were told to stop");
    assertThat(cli.run("job", "retry", id.value(), "--dry-run", "-o", "json").json().path("nodes"))
        .hasSize(1);
    ExecutionId again = begun("job", "retry", id.value(), "--no-wait");

    assertThat(cli.run("job", "show", again.value()).out())
        .contains("retries: " + id)
        .contains("node-2")
        .doesNotContain("node-1");
  }

  @Test
  void aSecretIsShownNowhere() {
    Path file =
        cli.write(
            "secret.yaml",
            """
            version: 1.0
            parameters: {password: {secret: true}}
            steps: [{name: a, type: runScript, input: {script: 'test -n "$PARAM_PASSWORD"'}}]
            """);
    ExecutionId id =
        begun("job", "run", "-f", file.toString(), "-p", "password=hunter2", "--all", "--no-wait");

    assertThat(cli.run("job", "show", id.value()).out())
        .contains("parameter password: ***")
        .doesNotContain("hunter2");
    assertThat(cli.run("job", "show", id.value(), "-o", "json").out()).doesNotContain("hunter2");
    assertThat(cli.run("activity").out()).doesNotContain("hunter2");
  }

  @Test
  void templatesAreMadeShownAndDeleted() {
    Path file =
        cli.write(
            "mine.yaml",
            "version: 1.0\nsteps: [{name: a, type: runCommand, input: {command: [uptime]}}]\n");

    assertThat(
            cli.run("job", "apply", "mine", file.toString(), "--dry-run", "-o", "json")
                .json()
                .path("template")
                .asText())
        .isEqualTo("mine");
    assertThat(cli.run("job", "apply", "mine", file.toString(), "--description", "how long").out())
        .contains("template mine revision 1");
    assertThat(cli.run("template", "list").out()).containsPattern("mine +1 +how long");
    assertThat(cli.run("template", "show", "mine").out()).contains("uptime");
    assertThat(cli.run("template", "delete", "mine", "--yes", "-o", "json").json().path("revision"))
        .hasToString("1");
    assertThat(cli.run("template", "show", "mine").err()).contains("there is no template mine");
  }

  @Test
  void pruningAsksFirst() {
    ExecutionId id = begun("run", "-n", "node-1", "--no-wait", "--", "uname");
    node("node-1").runs(id, NodeStatus.SUCCEEDED, null);

    assertThat(cli.run("job", "prune").err()).contains("nothing says what goes");
    assertThat(cli.run("job", "prune", "--keep", "0", "--dry-run").out()).contains(id.value());
    assertThat(cli.run("job", "prune", "--keep", "0", "--yes").code()).isZero();
    assertThat(cli.run("job", "show", id.value()).err()).contains("there is no execution");
  }

  @Test
  void whatCannotBeReadIsListedWithItsKeyAndTakenAwayOnDemand() {
    ExecutionId id = begun("run", "-n", "node-1", "--no-wait", "--", "uname");
    cli.store.plant(JobKeys.execution(id), "{\"kind\": \"odd\"}");

    assertThat(cli.run("job", "list").err())
        .contains("note: " + JobKeys.execution(id))
        .contains("fleetman job prune --unreadable");
    assertThat(cli.run("job", "list", "-o", "json").out()).contains("\"unreadable\"");
    assertThat(cli.run("job", "prune", "--unreadable", "--dry-run").out()).contains(id.value());
    assertThat(cli.run("job", "prune", "--unreadable", "--yes").code()).isZero();
    assertThat(cli.run("job", "list").err()).doesNotContain(id.value());
  }
}
