package io.fleetman.e2e.job;

import static io.fleetman.e2e.job.NodeJobs.sh;
import static org.assertj.core.api.Assertions.assertThat;

import io.fleetman.e2e.fleet.Fleet;
import io.fleetman.e2e.fleet.LocalAgent;
import io.fleetman.job.NodeStatus;
import io.fleetman.job.Verdict;
import io.fleetman.job.log.Stream;
import io.fleetman.layout.ExecutionId;
import io.fleetman.layout.NodeId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An agent as a process of this machine, where no systemd keeps what it starts. */
class JobsWithoutSystemdTest {
  private static final int LINES = 12_500_000; // of 8 bytes: 100 MB
  private static final long SMALL = 200L * 1024 * 1024;

  @TempDir Path folder;

  private LocalAgent agent(Fleet fleet) {
    return LocalAgent.start(
        fleet,
        folder.resolve("agent"),
        "local",
        "",
        "jobs: {folder: " + folder.resolve("attempts") + "}\n");
  }

  @Test
  void anAgentThatWasKilledFindsItsAttemptByItsProcessAndTellsAHundredMegabytesInOrder()
      throws Exception {
    try (Fleet fleet = Fleet.init(folder)) {
      NodeJobs jobs = new NodeJobs(fleet, new NodeId("local"));
      ExecutionId id;
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
        Fleet.await("it to run", () -> file("up"));
        assertThat(agent.process().destroyForcibly()).isTrue();
        agent.process().onExit().get(60, TimeUnit.SECONDS);
      }
      Files.createFile(folder.resolve("go"));
      try (LocalAgent again = agent(fleet)) {
        Verdict verdict = jobs.ended(id);
        assertThat(verdict.status()).as(again.log()).isEqualTo(NodeStatus.SUCCEEDED);
        assertThat(jobs.text(id, verdict, Stream.OUT)).isEqualTo("begun\ndone\n");
        hundredMegabytes(jobs, again);
      }
    }
  }

  private static void hundredMegabytes(NodeJobs jobs, LocalAgent agent) throws IOException {
    ExecutionId id = jobs.submit(sh("talk", "seq -f %07.0f 0 " + (LINES - 1) + "; echo x >&2"));
    Verdict verdict = jobs.ended(id);
    assertThat(verdict.status()).as(agent.log()).isEqualTo(NodeStatus.SUCCEEDED);
    assertThat(verdict.output().stdout()).isGreaterThanOrEqualTo(8L * LINES);
    Counting counting = new Counting();
    jobs.frames(
        id,
        verdict,
        frame -> {
          if (frame.stream() == Stream.OUT) {
            counting.add(frame.bytes());
          }
        });
    assertThat(counting.next).isEqualTo(LINES);
    assertThat(jobs.text(id, verdict, Stream.ERR)).isEqualTo("x\n");
    assertThat(peak(agent)).isLessThan(SMALL);
  }

  /** Numbers, a line each, that must come one after the other. */
  private static final class Counting {
    private final StringBuilder line = new StringBuilder();
    private int next;

    void add(byte[] bytes) {
      for (char c : new String(bytes, StandardCharsets.US_ASCII).toCharArray()) {
        if (c == '\n') {
          if (Integer.parseInt(line, 0, line.length(), 10) != next) {
            throw new AssertionError(line + " came after " + (next - 1));
          }
          next++;
          line.setLength(0);
        } else {
          line.append(c);
        }
      }
    }
  }

  private static long peak(LocalAgent agent) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + agent.process().pid() + "/status")).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }

  private Optional<Boolean> file(String name) {
    return Files.exists(folder.resolve(name)) ? Optional.of(true) : Optional.empty();
  }
}
