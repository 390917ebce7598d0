package io.fleetman.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetman.e2e.fleet.Fleet;
import io.fleetman.e2e.node.Bind;
import io.fleetman.e2e.node.HostProcess;
import io.fleetman.e2e.node.RealNode;
import io.fleetman.e2e.node.RunResult;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's first command. */
class DemoTest {
  private static final Duration LIMIT = Duration.ofMinutes(3);

  @Test
  void onceDoesTheMainJobAndLeavesNothingRunning(@TempDir Path data) {
    RunResult demo =
        HostProcess.run(
            LIMIT,
            HostProcess.NO_INPUT,
            List.of(
                "env",
                "FLEETMAN_BUILD=never",
                Fleet.PROJECT.resolve("fleetman").toString(),
                "demo",
                "--once",
                "--data",
                data.resolve("demo").toString()));

    assertThat(demo.exit()).as(demo.out() + demo.err()).isZero();
    assertThat(demo.out()).contains("files verified");
    assertThat(ProcessHandle.allProcesses().map(p -> p.info().commandLine().orElse("")))
        .noneMatch(line -> line.contains(data.toString()));
  }

  @Test
  void insideARealNodeTheServiceReallyRuns() {
    Rung.NODES.require();
    Path jdk = Path.of(System.getProperty("java.home"));
    try (RealNode node =
        RealNode.boot(
            "demo-1",
            Bind.readOnly(Fleet.PROJECT, "/srv/fleetman"),
            Bind.readOnly(jdk, "/usr/lib/jvm/jdk"))) {
      RunResult asUser =
          node.execAs(
              "deploy",
              LIMIT,
              "sh",
              "-c",
              "FLEETMAN_BUILD=never FLEETMAN_JAVA_HOME=/usr/lib/jvm/jdk"
                  + " /srv/fleetman/fleetman demo --once --data $HOME/demo --output json");
      assertThat(asUser.exit()).as(asUser.out() + asUser.err()).isZero();
      assertThat(asUser.out()).contains("systemd");
      assertThat(
              node.execAs("deploy", "systemctl", "--user", "list-units", "--all", "fleetman-*")
                  .out())
          .as("--once leaves no unit behind")
          .doesNotContain("fleetman-");

      RunResult asRoot =
          node.exec(
              LIMIT,
              "sh",
              "-c",
              "FLEETMAN_BUILD=never FLEETMAN_JAVA_HOME=/usr/lib/jvm/jdk"
                  + " /srv/fleetman/fleetman demo --once --systemd=system --data /root/demo");
      assertThat(asRoot.exit()).as(asRoot.out() + asRoot.err()).isZero();
      assertThat(node.exec("sh", "-c", "ls /etc/systemd/system | grep fleetman-").succeeded())
          .isFalse();
    }
  }
}
