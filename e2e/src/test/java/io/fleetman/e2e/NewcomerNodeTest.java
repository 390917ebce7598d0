package io.fleetman.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fleetman.document.CellState;
import io.fleetman.e2e.fleet.Fleet;
import io.fleetman.e2e.node.Ports;
import io.fleetman.e2e.node.RealNode;
import io.fleetman.e2e.node.RunResult;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.NodeId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A newcomer's hour, with the README alone: its fleetman.yaml, its commands in their order, and
 * what {@code node add} says to paste.
 */
class NewcomerNodeTest {
  // What somebody's own service may be: it answers, and keeps what it was sent in its data folder.
  private static final String PROGRAM =
      """
      #!/usr/bin/python3
      import socket, sys
      open("uploads/starts", "a").write("started\\n")
      server = socket.socket()
      server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
      server.bind(("127.0.0.1", int(sys.argv[2])))
      server.listen(16)
      while True:
          connection, _ = server.accept()
          connection.recv(4096)
          body = "GREETING " + open("app.conf").read()
          connection.sendall(("HTTP/1.0 200 OK\\r\\n\\r\\n" + body).encode())
          connection.close()
      """;
  private static final CellRef FIRST = CellRef.parse("node-1/web");
  private static final CellRef SECOND = CellRef.parse("node-2/web-b");

  @TempDir Path folder;
  private final int port = Ports.next();
  private final int other = Ports.next();

  @BeforeEach
  void onRealNodes() {
    Rung.NODES.require();
  }

  @Test
  void aServiceOfOnesOwnOnTwoNodesIsChangedBrokenRolledBackAndRemoved() throws IOException {
    try (Fleet fleet = Fleet.init(folder);
        RealNode one = RealNode.boot("newcomer-1");
        RealNode two = RealNode.boot("newcomer-2")) {
      becomes(fleet, one, "node-1", "root");
      becomes(fleet, two, "node-2", "root");
      String web = folder.resolve("web").toString();
      fleet.cli("new", web).orThrow();
      Files.writeString(Path.of(web, "fleetman.yaml"), asInTheReadme());
      program(web, "one");

      fleet.cli("deploy", web, "--yes").orThrow();
      assertThat(answer(one, port)).isEqualTo("one on node-1");
      assertThat(answer(two, other)).isEqualTo("one on node-2");
      assertThat(fleet.cli("status").orThrow()).contains("node-1/web", "node-2/web-b", "RUNNING");

      program(web, "two");
      fleet.cli("deploy", web, "--yes").orThrow();
      assertThat(answer(two, other)).isEqualTo("two on node-2");

      write(web, "bin/web", "#!/bin/sh\necho cannot open the database; exit 3\n");
      RunResult broken = fleet.cli("deploy", web, "--yes");
      assertThat(broken.exit()).as(broken.out() + broken.err()).isEqualTo(1);
      assertThat(broken.out()).contains("ROLLED_BACK", "cannot open the database");
      assertThat(answer(one, port)).isEqualTo("two on node-1");

      program(web, "three");
      fleet.cli("deploy", web, "--yes").orThrow();
      assertThat(answer(one, port)).isEqualTo("three on node-1");
      fleet.cli("rollback", "--manifest", "web", "--yes").orThrow();
      assertThat(answer(one, port)).isEqualTo("two on node-1");
      assertThat(answer(two, other)).isEqualTo("two on node-2");

      fleet.cli("remove", "--manifest", "web", "--yes").orThrow();
      assertThat(fleet.settled(FIRST).state()).isEqualTo(CellState.REMOVED);
      assertThat(fleet.settled(SECOND).state()).isEqualTo(CellState.REMOVED);
      assertThat(answer(one, port)).isEmpty();
      assertThat(one.exec("sh", "-c", "cat /opt/fleetman/web/shared/uploads/starts").orThrow())
          .as("data folders stay")
          .contains("started");
    }
  }

  @Test
  void aMachineBecomesAPlainUsersNodeByWhatIsToBePastedThere() throws IOException {
    try (Fleet fleet = Fleet.init(folder);
        RealNode node = RealNode.boot("newcomer-3")) {
      becomes(fleet, node, "node-1", "deploy");
      String files = folder.resolve("notes").toString();
      fleet.cli("new", files, "--profile", "deploy", "--node", "node-1").orThrow();
      write(files, "note.txt", "hello\n");

      RunResult deployed = fleet.cli("deploy", files, "--yes");

      assertThat(deployed.exit()).as(deployed.out() + deployed.err()).isZero();
      assertThat(
              node.execAs("deploy", "sh", "-c", "cat ~/.local/share/fleetman/*/current/note.txt")
                  .orThrow())
          .isEqualTo("hello");
      assertThat(node.execAs("deploy", "systemctl", "--user", "is-enabled", "fleetagent").out())
          .startsWith("enabled");
      node.execAs("deploy", "sh", "-c", "/tmp/fleetagent-*/install.sh --user --uninstall")
          .orThrow();
      assertThat(
              node.execAs("deploy", "systemctl", "--user", "is-active", "fleetagent").succeeded())
          .isFalse();
    }
  }

  // Copies the archive to where 'node add' has it copied, and pastes what it says.
  private static void becomes(Fleet fleet, RealNode node, String name, String user)
      throws IOException {
    List<String> add =
        new ArrayList<>(
            List.of(
                "node",
                "add",
                name,
                "--access-key",
                fleet.endpoint().accessKey(),
                "--secret-key",
                fleet.endpoint().secretKey(),
                "--output",
                "json"));
    if (!user.equals("root")) {
      add.add("--user");
    }
    JsonNode said = new ObjectMapper().readTree(fleet.cli(add.toArray(String[]::new)).orThrow());
    StringBuilder paste = new StringBuilder("set -e\n");
    said.get("commands").forEach(line -> paste.append(line.asText()).append('\n'));
    Path archive = Fleet.agentArchive();
    node.copyIn(archive, "/tmp/" + archive.getFileName());
    node.writeFile("/tmp/paste.sh", paste.toString(), "0644");
    RunResult pasted =
        user.equals("root")
            ? node.exec("sh", "/tmp/paste.sh")
            : node.execAs(user, "sh", "/tmp/paste.sh");
    assertThat(pasted.exit()).as(paste + pasted.out() + pasted.err()).isZero();
    fleet.heartbeat(new NodeId(name));
  }

  private String asInTheReadme() throws IOException {
    String readme = Files.readString(Fleet.PROJECT.resolve("README.md"));
    String yaml = readme.substring(readme.indexOf("```yaml") + 7);
    return yaml.substring(0, yaml.indexOf("```"))
        .replace("8080", String.valueOf(port))
        .replace("8081", String.valueOf(other))
        .replace("stableFor: 10s", "stableFor: 2s") // nothing else is made easier for it
        .strip();
  }

  private static void program(String web, String greeting) throws IOException {
    write(web, "bin/web", PROGRAM.replace("GREETING", greeting));
    write(web, "app.conf", "on {{ node.id }}");
  }

  private static void write(String folder, String name, String text) throws IOException {
    Path file = Path.of(folder, name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    assertThat(file.toFile().setExecutable(name.startsWith("bin/"))).isTrue();
  }

  private static String answer(RealNode node, int port) {
    RunResult result = node.exec("curl", "-s", "-m", "3", "http://127.0.0.1:" + port + "/health");
    return result.succeeded() ? result.out().strip() : "";
  }
}
