package io.fleetman.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetman.e2e.node.Bind;
import io.fleetman.e2e.node.RealNode;
import io.fleetman.e2e.node.RunResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every other test on nodes takes for granted. */
class RealNodeTest {
  @BeforeEach
  void onRealNodes() {
    Rung.NODES.require();
  }

  @Test
  void twoNodesRunServicesOfOneNameSideBySide() {
    try (RealNode one = RealNode.boot("side-one");
        RealNode two = RealNode.boot("side-two")) {
      one.exec("systemd-run", "--unit=app", "sleep", "600").orThrow();
      two.exec("systemd-run", "--unit=app", "sleep", "600").orThrow();

      one.exec("systemctl", "stop", "app").orThrow();

      assertThat(one.exec("systemctl", "is-active", "app").out()).isEqualTo("inactive\n");
      assertThat(two.exec("systemctl", "is-active", "app").out()).isEqualTo("active\n");
      assertThat(one.exec("hostname").orThrow()).isEqualTo("side-one");
    }
  }

  @Test
  void supervisorAndAUsersOwnSystemdRun() {
    try (RealNode node = RealNode.boot("profiles")) {
      node.writeFile("/etc/supervisor/conf.d/app.conf", "[program:app]\ncommand=sleep 600\n");
      node.exec("supervisorctl", "update").orThrow();

      assertThat(node.exec("supervisorctl", "avail").orThrow()).contains("app");
      assertThat(node.execAs("deploy", "systemctl", "--user", "is-system-running").orThrow())
          .isEqualTo("running");
      assertThat(node.execAs("web", "id", "-un").orThrow()).isEqualTo("web");
    }
  }

  @Test
  void whatWasWrittenOutlivesAPowerCut(@TempDir Path folder) throws IOException {
    Files.createDirectory(folder.resolve("bin"));
    Path program = Files.writeString(folder.resolve("bin/hello"), "#!/bin/sh\necho hello\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();
    try (RealNode node = RealNode.boot("power", Bind.readOnly(folder, "/mnt"))) {
      node.copyIn(folder, "/opt/app");
      node.copyIn(program, "/opt/alone");
      node.writeFile("/opt/app/note", "kept\n");
      String machine = node.readFile("/etc/machine-id");

      node.cutPower();
      assertThat(node.exec("true").succeeded()).isFalse();
      node.start();

      assertThat(node.exec("/opt/app/bin/hello").orThrow()).isEqualTo("hello");
      assertThat(node.exec("/opt/alone").orThrow()).isEqualTo("hello");
      assertThat(node.exec("/mnt/bin/hello").orThrow()).isEqualTo("hello");
      assertThat(node.readFile("/opt/app/note")).isEqualTo("kept\n");
      assertThat(node.readFile("/etc/machine-id")).isEqualTo(machine);
    }
  }

  @Test
  void aCommandHasALimitAndNothingOfTheTestsEnvironment() {
    try (RealNode node = RealNode.boot("limits")) {
      assertThat(node.exec(Duration.ofMillis(300), "sleep", "600").exit()).isEqualTo(124);
      assertThat(node.exec("pgrep", "sleep").succeeded()).isFalse();
      assertThat(node.exec("env").orThrow().lines().map(line -> line.replaceFirst("=.*", "")))
          .containsExactlyInAnyOrder("PATH", "HOME", "TERM", "LANG");
      assertThat(node.exec("sh", "-c", "echo no >&2; exit 7"))
          .isEqualTo(new RunResult(7, "", "no\n"));
    }
  }
}
