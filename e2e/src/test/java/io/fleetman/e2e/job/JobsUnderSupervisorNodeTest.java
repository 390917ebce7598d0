package io.fleetman.e2e.job;

import static io.fleetman.e2e.job.NodeJobs.as;
import static io.fleetman.e2e.job.NodeJobs.sh;
import static org.assertj.core.api.Assertions.assertThat;

import io.fleetman.e2e.Rung;
import io.fleetman.e2e.fleet.AgentNode;
import io.fleetman.e2e.fleet.Fleet;
import io.fleetman.e2e.fleet.WebService;
import io.fleetman.job.NodeStatus;
import io.fleetman.job.Step;
import io.fleetman.job.StepInput;
import io.fleetman.job.StepResult;
import io.fleetman.job.Verdict;
import io.fleetman.job.log.Stream;
import io.fleetman.layout.ExecutionId;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Jobs on a node whose first process is supervisord: no systemd keeps what they start. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JobsUnderSupervisorNodeTest {
  private @Nullable Path folder;
  private @Nullable Fleet fleet;
  private @Nullable AgentNode node;

  @BeforeAll
  void boot(@TempDir Path temporary) {
    Rung.NODES.check();
    folder = temporary;
    Fleet made = Fleet.init(temporary);
    fleet = made;
    node = AgentNode.underSupervisor(made, "jobs-sup");
  }

  @BeforeEach
  void onRealNodes() {
    Rung.NODES.require();
  }

  @AfterAll
  void shutDown() {
    if (node != null) {
      node.close();
    }
    if (fleet != null) {
      fleet.close();
    }
  }

  private Fleet fleet() {
    return Objects.requireNonNull(fleet);
  }

  private AgentNode node() {
    return Objects.requireNonNull(node);
  }

  private NodeJobs jobs() {
    return new NodeJobs(fleet(), node().id());
  }

  @Test
  void stepsRunAsTheirUsersAndServicesThroughSupervisord() {
    WebService web =
        new WebService(Objects.requireNonNull(folder), "web")
            .profile("supervisor")
            .on("jobs-sup", "web")
            .version("1");
    fleet().deploy(web, "1").orThrow();
    String before = node().run("supervisorctl pid fleetman-web");

    ExecutionId id =
        jobs()
            .submit(
                as("web", sh("who", "id -un; touch mine; stat -c %U mine; echo wrong >&2")),
                Step.of("service", new StepInput.Service(StepInput.Service.Action.RESTART, "web")));
    Verdict verdict = jobs().ended(id);

    assertThat(verdict.status()).as(node().agentLog()).isEqualTo(NodeStatus.SUCCEEDED);
    assertThat(verdict.steps()).extracting(StepResult::status).containsOnly(NodeStatus.SUCCEEDED);
    assertThat(jobs().text(id, verdict, Stream.OUT)).isEqualTo("web\nweb\n");
    assertThat(jobs().text(id, verdict, Stream.ERR)).isEqualTo("wrong\n");
    assertThat(node().run("supervisorctl pid fleetman-web")).isNotEqualTo(before);
    assertThat(node().answer(web, "web")).startsWith("1 ");
  }

  @Test
  void anAgentThatWasKilledFindsItsAttemptByProcessAndStartTime() {
    ExecutionId id =
        jobs()
            .submit(
                sh(
                    "count",
                    "echo 1 >> /srv/count; touch /srv/up; "
                        + "while [ ! -e /srv/go ]; do sleep 0.1; done; echo on"),
                sh("after", "echo after"));
    Fleet.await("it to run", () -> file("/srv/up"));
    killAgent();
    node().run("touch /srv/go");

    Verdict verdict = jobs().ended(id);
    assertThat(verdict.status()).as(node().agentLog()).isEqualTo(NodeStatus.SUCCEEDED);
    assertThat(jobs().text(id, verdict, Stream.OUT)).isEqualTo("on\nafter\n");
    assertThat(node().run("cat /srv/count")).isEqualTo("1");
  }

  @Test
  void agentAndAttemptTogetherAreLost() {
    ExecutionId id =
        jobs().submit(sh("long", "echo $$ > /srv/new; mv /srv/new /srv/long; exec sleep 4711"));
    Fleet.await("it to run", () -> file("/srv/long"));
    node().run("supervisorctl stop fleetagent");
    // Its session's leader is who would note the end.
    node()
        .run(
            "leader=$(ps -o sess= -p $(cat /srv/long) | tr -d ' ');"
                + " kill -9 $leader; pkill -9 -f '[s]leep 4711'");
    node().run("supervisorctl start fleetagent");

    Verdict verdict = jobs().ended(id);
    assertThat(verdict.status()).as(node().agentLog()).isEqualTo(NodeStatus.LOST);
    assertThat(verdict.reason()).contains("nobody knows how it ended");
  }

  @Test
  void aCancelEndsAllWhoLeftTheirSessionAndAllWhoIgnoreTerm() {
    String deaf = "trap '' TERM; while :; do sleep 4712; done";
    ExecutionId id =
        jobs()
            .submit(
                NodeJobs.impatient(),
                sh("bomb", "for i in $(seq 40); do setsid sh -c \"" + deaf + "\" & done; " + deaf));
    Fleet.await(
        "41 processes",
        () ->
            Optional.of(node().attempt("pgrep -cf '[s]leep 4712'").out().strip())
                .filter(n -> Integer.parseInt(n) >= 41));

    jobs().cancel(id);

    assertThat(jobs().ended(id).status()).isEqualTo(NodeStatus.CANCELED);
    assertThat(node().attempt("pgrep -f '[s]leep 4712'").out()).isEmpty();
  }

  private void killAgent() {
    String killed = node().run("supervisorctl pid fleetagent");
    node().run("kill -9 " + killed);
    Fleet.await(
        "another agent",
        () ->
            Optional.of(node().attempt("supervisorctl pid fleetagent").out().strip())
                .filter(pid -> !pid.equals(killed) && pid.matches("[1-9][0-9]*")));
  }

  private Optional<Boolean> file(String path) {
    return node().attempt("test -e " + path).succeeded() ? Optional.of(true) : Optional.empty();
  }
}
