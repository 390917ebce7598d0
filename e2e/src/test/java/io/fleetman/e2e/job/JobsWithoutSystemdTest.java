package io.fleetman.e2e.job;

import static io.fleetman.e2e.job.NodeJobs.sh;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fleetman.codec.Json;
import io.fleetman.e2e.fleet.Fleet;
import io.fleetman.e2e.fleet.LocalAgent;
import io.fleetman.e2e.fleet.WebService;
import io.fleetman.e2e.node.HostProcess;
import io.fleetman.e2e.node.RunResult;
import io.fleetman.job.JobPolicy;
import io.fleetman.job.NodeStatus;
import io.fleetman.job.Verdict;
import io.fleetman.job.log.Stream;
import io.fleetman.layout.ExecutionId;
import io.fleetman.layout.NodeId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An agent as a process of this machine, where no systemd keeps what it starts. */
class JobsWithoutSystemdTest {
  @TempDir Path folder;

  private LocalAgent agent(Fleet fleet) {
    return agent(fleet, "local", "");
  }

  private LocalAgent agent(Fleet fleet, String node, String more) {
    return LocalAgent.start(
        fleet,
        folder.resolve("agent-" + node),
        node,
        "",
        "jobs: {folder: " + folder.resolve("attempts-" + node) + more + "}\n");
  }

  @Test
  void anAgentThatWasKilledFindsItsAttemptByItsProcess() throws Exception {
    try (Fleet fleet = Fleet.init(folder)) {
      NodeJobs jobs = new NodeJobs(fleet, new NodeId("local"));
      ExecutionId id;
      ExecutionId doomed;
      try (LocalAgent agent = agent(fleet)) {
        id =
            jobs.submit(
                sh(
                    "wait",
                    "echo begun; touch "
                        + folder
                        + "/up; while [ ! -e "
                        + folder
                        + "/go ]; do sleep 0.1; done; echo done"));
        doomed =
            jobs.submit(
                NodeJobs.beside(), sh("doomed", "echo $$ > " + folder + "/doomed; sleep 1000"));
        Fleet.await("it to run", () -> file("up"));
        long pid = Fleet.await("the other to run", () -> number("doomed"));
        assertThat(agent.process().destroyForcibly()).isTrue();
        agent.process().onExit().get(60, TimeUnit.SECONDS);
        killAllOf(pid);
      }
      JobPolicy brief = JobPolicy.DEFAULT.with(Duration.ofSeconds(1), Duration.ofMinutes(1));
      ExecutionId late = jobs.submit(brief, sh("late", "touch " + folder + "/late"));
      Fleet.await("nobody to pick it up", () -> expired(fleet, late));
      Files.createFile(folder.resolve("go"));
      try (LocalAgent again = agent(fleet)) {
        Verdict verdict = jobs.ended(id);
        assertThat(verdict.status()).as(again.log()).isEqualTo(NodeStatus.SUCCEEDED);
        assertThat(jobs.text(id, verdict, Stream.OUT)).isEqualTo("begun\ndone\n");
        Verdict gone = jobs.ended(doomed);
        assertThat(gone.status()).as(again.log()).isEqualTo(NodeStatus.FAILED);
        assertThat(gone.reason()).contains("was killed by signal KILL");
        assertThat(folder.resolve("late")).doesNotExist();
      }
    }
  }

  // The agent is dead, and what it began dies, too, with all that belongs to it.
  private static void killAllOf(long pid) throws IOException {
    String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
    String group = stat.substring(stat.lastIndexOf(')') + 2).split(" ", 4)[2];
    HostProcess.run(
            Duration.ofMinutes(1),
            HostProcess.NO_INPUT,
            List.of("kill", "-KILL", "--", "-" + group))
        .orThrow();
  }

  // By the store's clock, by whoever looks: there is no agent.
  private static Optional<String> expired(Fleet fleet, ExecutionId id) {
    return Optional.of(fleet.cli("job", "show", id.value()).orThrow())
        .filter(shown -> shown.contains("EXPIRED"));
  }

  @Test
  void eachWayToNameNodesAndEachEndByItsCause() throws IOException {
    try (Fleet fleet = Fleet.init(folder);
        LocalAgent one = agent(fleet, "one", "");
        LocalAgent two = agent(fleet, "two", ", step_types: [runScript]")) {
      assertThat(one.process().isAlive() && two.process().isAlive()).isTrue();
      WebService web = new WebService(folder, "web").profile("deploy").on("one", "web");
      fleet.deploy(web.version("1"), "1").orThrow();

      assertThat(ran(fleet, "--all", "--", "true"))
          .isEqualTo(Map.of("one", "SUCCEEDED", "two", "REJECTED"));
      assertThat(ran(fleet, "-l", "region=test", "--timeout", "1s", "--", "sleep", "1000"))
          .isEqualTo(Map.of("one", "TIMED_OUT", "two", "REJECTED"));
      assertThat(ran(fleet, "-n", "one", "--", "sh", "-c", "exit 3"))
          .isEqualTo(Map.of("one", "FAILED"));
      assertThat(ran(fleet, "-l", "cell=web", "--", "true")).isEqualTo(Map.of("one", "SUCCEEDED"));

      String later = Instant.now().plusSeconds(7200).toString();
      String id =
          fleet.cli("run", "--all", "--not-before", later, "--no-wait", "--", "true").orThrow();
      fleet.cli("job", "cancel", id, "--yes").orThrow();
      assertThat(nodes(fleet.cli("job", "show", id, "-o", "json")))
          .isEqualTo(Map.of("one", "CANCELED", "two", "CANCELED"));
    }
  }

  private static Map<String, String> ran(Fleet fleet, String... arguments) {
    List<String> line = new ArrayList<>(List.of("run", "-o", "json"));
    line.addAll(List.of(arguments));
    return nodes(fleet.cli(line.toArray(String[]::new)));
  }

  private static Map<String, String> nodes(RunResult said) {
    Map<String, String> nodes = new TreeMap<>();
    Json.read("the answer", said.out().getBytes(StandardCharsets.UTF_8), JsonNode.class)
        .get("nodes")
        .forEach(node -> nodes.put(node.get("node").asText(), node.get("status").asText()));
    return nodes;
  }

  private Optional<Long> number(String name) {
    try {
      Path file = folder.resolve(name);
      String text = Files.exists(file) ? Files.readString(file) : "";
      return text.endsWith("\n") ? Optional.of(Long.valueOf(text.strip())) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Optional<Boolean> file(String name) {
    return Files.exists(folder.resolve(name)) ? Optional.of(true) : Optional.empty();
  }
}
