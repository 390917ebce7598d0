package io.fleetman.e2e.job;

import static io.fleetman.e2e.job.NodeJobs.as;
import static io.fleetman.e2e.job.NodeJobs.sh;
import static org.assertj.core.api.Assertions.assertThat;

import io.fleetman.codec.Sha256;
import io.fleetman.e2e.Rung;
import io.fleetman.e2e.fleet.AgentNode;
import io.fleetman.e2e.fleet.Fleet;
import io.fleetman.e2e.fleet.WebService;
import io.fleetman.job.BucketFile;
import io.fleetman.job.NodeStatus;
import io.fleetman.job.Step;
import io.fleetman.job.StepInput;
import io.fleetman.job.StepResult;
import io.fleetman.job.Verdict;
import io.fleetman.job.log.Stream;
import io.fleetman.layout.ExecutionId;
import io.fleetman.store.Precondition;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Jobs on a node with systemd. Those that restart the machine come last. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class JobsNodeTest {
  private @Nullable Path folder;
  private @Nullable Fleet fleet;
  private @Nullable AgentNode node;

  @BeforeAll
  void boot(@TempDir Path temporary) {
    Rung.NODES.check();
    folder = temporary;
    Fleet made = Fleet.init(temporary);
    fleet = made;
    node = AgentNode.asRoot(made, "jobs");
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
  @Order(1)
  void eachTypeOfStepDoesWhatItSays() {
    byte[] bytes = "from the bucket\n".getBytes(StandardCharsets.UTF_8);
    fleet().documents().objects().put("files/hello", bytes, Precondition.NONE);
    node().run("mkdir -p /etc/fleetagent/handlers");
    node()
        .machine()
        .writeFile("/etc/fleetagent/handlers/hi", "#!/bin/sh\necho \"handled $2\"\n", "700");
    WebService web =
        new WebService(Objects.requireNonNull(folder), "web").on("jobs", "web").version("1");
    assertThat(fleet().deploy(web, "1").succeeded()).isTrue();
    String before = node().property("web", "MainPID");

    ExecutionId id =
        jobs()
            .submit(
                Step.of("command", new StepInput.RunCommand(List.of("echo", "a b", "$HOME"))),
                as(
                    "web",
                    Step.of(
                        "script",
                        new StepInput.RunScript(
                            "bash", "id -un; echo \"$1\"; touch mine", null, List.of("x y")))),
                Step.of("handler", new StepInput.RunHandler("hi", List.of("it"), "default")),
                as(
                    "web",
                    Step.of(
                        "write",
                        new StepInput.WriteFile("/srv/app.conf", "a=1\n", "0640", null, null))),
                Step.of(
                    "download",
                    new StepInput.Download(
                        new BucketFile("files/hello", Sha256.of(bytes)),
                        "/srv/hello",
                        "0755",
                        null,
                        null)),
                Step.of("service", new StepInput.Service(StepInput.Service.Action.RESTART, "web")));
    Verdict verdict = jobs().ended(id);

    assertThat(verdict.status()).as(node().agentLog()).isEqualTo(NodeStatus.SUCCEEDED);
    assertThat(verdict.steps()).extracting(StepResult::status).containsOnly(NodeStatus.SUCCEEDED);
    assertThat(jobs().text(id, verdict, Stream.OUT)).isEqualTo("a b $HOME\nweb\nx y\nhandled it\n");
    assertThat(node().run("stat -c '%U %a' /srv/app.conf")).isEqualTo("web 640");
    assertThat(node().run("cat /srv/hello")).isEqualTo("from the bucket");
    assertThat(node().property("web", "MainPID")).isNotEqualTo(before);
  }

  @Test
  @Order(2)
  void aCancelEndsAllWhoLeftTheirGroupAndAllWhoIgnoreTerm() {
    String deaf = "trap '' TERM; while :; do sleep 1000; done";
    ExecutionId id =
        jobs()
            .submit(
                NodeJobs.impatient(),
                sh("bomb", "for i in $(seq 40); do setsid sh -c \"" + deaf + "\" & done; " + deaf));
    Fleet.await(
        "41 processes",
        () ->
            Optional.of(node().attempt("pgrep -cf '[s]leep 1000'").out().strip())
                .filter(n -> Integer.parseInt(n) >= 41));
    assertThat(node().run("systemctl show -P KillMode 'fleetman-job-*'"))
        .isEqualTo("control-group");
    assertThat(node().run("systemctl show -P RuntimeMaxUSec 'fleetman-job-*'"))
        .isNotEqualTo("infinity");

    jobs().cancel(id);

    assertThat(jobs().ended(id).status()).isEqualTo(NodeStatus.CANCELED);
    assertThat(node().attempt("pgrep -f '[s]leep 1000'").out()).isEmpty();
    assertThat(node().run("systemctl list-units --all --no-legend 'fleetman-job-*'")).isEmpty();
  }

  @Test
  @Order(3)
  void anAgentThatWasKilledFindsItsAttemptAgain() {
    ExecutionId id =
        jobs()
            .submit(
                sh(
                    "count",
                    "echo 1 >> /srv/count; seq 5; touch /srv/up; "
                        + "while [ ! -e /srv/go ]; do sleep 0.1; done; seq 6 10"),
                sh("after", "echo after"));
    Fleet.await("it to run", () -> file("/srv/up"));
    String killed = node().run("systemctl show -P MainPID fleetagent");
    node().run("kill -9 " + killed);
    Fleet.await(
        "another agent",
        () ->
            Optional.of(node().run("systemctl show -P MainPID fleetagent"))
                .filter(pid -> !pid.equals(killed) && !pid.equals("0")));
    node().run("touch /srv/go");

    Verdict verdict = jobs().ended(id);
    assertThat(verdict.status()).as(node().agentLog()).isEqualTo(NodeStatus.SUCCEEDED);
    assertThat(jobs().text(id, verdict, Stream.OUT))
        .isEqualTo("1\n2\n3\n4\n5\n6\n7\n8\n9\n10\nafter\n");
    assertThat(node().run("cat /srv/count")).isEqualTo("1");
  }

  @Test
  @Order(4)
  void aJobThatBeganRightBeforeTheAgentIsRestartedOrUpgradedEndsAsItDid() {
    String upgrade = "cd /tmp/fleetagent-* && ./install.sh";
    Step short3 = sh("short", "sleep 3; echo done");
    // Whoever deploys has systemd read its files again, while a job runs.
    for (String way : List.of("systemctl restart fleetagent", "systemctl daemon-reload", upgrade)) {
      Step step = way.equals(upgrade) ? short3 : as("web", short3);
      ExecutionId id = jobs().submit(step);
      Fleet.await("it to run", () -> unit());
      node().run(way);

      Verdict verdict = jobs().ended(id);
      assertThat(verdict.status()).as(way + ": " + verdict).isEqualTo(NodeStatus.SUCCEEDED);
      assertThat(jobs().text(id, verdict, Stream.OUT)).isEqualTo("done\n");
    }
  }

  @Test
  @Order(5)
  void theHostEndsWhatTakesTooLongThoughNoAgentIsThere() {
    Step slow =
        new Step(
            "slow",
            new StepInput.RunCommand(List.of("sleep", "1000")),
            null,
            java.util.Map.of(),
            null,
            Duration.ofSeconds(4),
            0,
            null,
            false);
    ExecutionId id = jobs().submit(slow);
    Fleet.await("it to run", () -> unit());
    node().run("systemctl stop fleetagent");
    Fleet.await("its end", () -> unit().isPresent() ? Optional.empty() : Optional.of(true));
    node().run("systemctl start fleetagent");

    assertThat(jobs().ended(id).status()).isEqualTo(NodeStatus.TIMED_OUT);
  }

  @Test
  @Order(6)
  void agentAndAttemptTogetherAreLost() {
    ExecutionId id = jobs().submit(sh("long", "touch /srv/long; sleep 1000"));
    Fleet.await("it to run", () -> file("/srv/long"));
    node().machine().cutPower();
    node().machine().start();

    Verdict verdict = jobs().ended(id);
    assertThat(verdict.status()).isEqualTo(NodeStatus.LOST);
    assertThat(verdict.reason()).contains("nobody knows how it ended");
  }

  @Test
  @Order(7)
  void aRebootGoesOnWithTheNextStep() {
    String boot = "cat /proc/sys/kernel/random/boot_id";
    ExecutionId id =
        jobs()
            .submit(
                sh("before", boot), Step.of("reboot", new StepInput.Reboot()), sh("after", boot));
    Fleet.await(
        "the machine to be down",
        () -> node().machine().exec("true").succeeded() ? Optional.empty() : Optional.of(true));
    node().machine().cutPower(); // what is left of the container that was its last boot
    node().machine().start();

    Verdict verdict = jobs().ended(id);
    assertThat(verdict.status()).isEqualTo(NodeStatus.SUCCEEDED);
    assertThat(jobs().text(id, verdict, Stream.OUT).lines().distinct()).hasSize(2);
    assertThat(node().run("ls /var/lib/fleetagent/jobs")).isEmpty();
  }

  private Optional<Boolean> file(String path) {
    return node().attempt("test -e " + path).succeeded() ? Optional.of(true) : Optional.empty();
  }

  private Optional<String> unit() {
    String units =
        node().attempt("systemctl list-units --no-legend --plain 'fleetman-job-*'").out();
    return units.isBlank() ? Optional.empty() : Optional.of(units);
  }
}
