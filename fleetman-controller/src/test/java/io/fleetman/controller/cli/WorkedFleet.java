package io.fleetman.controller.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetman.codec.Json;
import io.fleetman.controller.access.Tokens;
import io.fleetman.controller.access.Users;
import io.fleetman.controller.operation.Operations;
import io.fleetman.controller.support.OpenFleet;
import io.fleetman.document.CellState;
import io.fleetman.document.FleetObject;
import io.fleetman.document.Heartbeat;
import io.fleetman.document.HistoryDocument;
import io.fleetman.document.NodeReport;
import io.fleetman.document.OperationDocument.Unit;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.Keys;
import io.fleetman.layout.NodeId;
import io.fleetman.layout.UserId;
import io.fleetman.layout.Version;
import io.fleetman.store.DocumentStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A fleet with a bit of everything: two versions of {@code web} on a node, a draft, a dead node,
 * jobs, users, long work.
 */
final class WorkedFleet {
  private WorkedFleet() {}

  static TestCli in(Path folder) {
    TestCli cli = TestCli.withFleet(folder);
    cli.write("a.txt", "a\n");
    cli.write("b.txt", "b\n");
    cli.write("small.yaml", "kind: resourceProfile\nname: small\nlimits: {memory: 64M}\n");
    cli.write("other.yaml", "manifest: other\nprofile: deploy\n");
    cli.write("files.yaml", "manifest: files\nprofile: deploy\n");
    cli.write(
        "job.yaml",
        "version: 1.0\nsteps: [{name: a, type: runCommand, input: {command: [date]}}]\n");
    beats(cli, "node-9");
    cli.clock.advance(Duration.ofHours(1));
    beats(cli, "node-1");
    does(cli, "new web --example");
    does(cli, "deploy web --version 1 --yes --no-wait");
    ended(cli, "h1", "1");
    cli.clock.advance(Duration.ofMinutes(1));
    cli.write("web/README.txt", "more\n");
    does(cli, "deploy web --version 2 --yes --no-wait");
    ended(cli, "h2", "2");
    cli.write("web/README.txt", "even more\n");
    for (String line :
        List.of(
            "apply -f small.yaml",
            "apply -f files.yaml",
            "upload files 0 a.txt",
            "seal files 0",
            "deployment recycle files 0",
            "upload files 1 a.txt",
            "seal files 1",
            "upload files 4 a.txt",
            "manifest duplicate web spare",
            "override set node-1/web a.txt a.txt",
            "staging put a.txt",
            "storage put a.txt notes/a.txt",
            "job apply mine job.yaml",
            "job run mine -n node-1 --no-wait")) {
      does(cli, line);
    }
    does(
        cli,
        "job cancel "
            + cli.run("job", "list", "-o", "json").json().findValue("execution").asText()
            + " --yes");
    cli.clock.advance(Duration.ofSeconds(1));
    does(cli, "job run mine -n node-1 --no-wait");
    cli.clock.advance(Duration.ofMinutes(1));
    beats(cli, "node-1");
    OpenFleet fleet = new OpenFleet(new DocumentStore(cli.store), cli.clock, "ada@workshop");
    var _ = new Users(fleet).add(new UserId("ada"), "correct horse battery", null);
    var _ = new Tokens(fleet).create("ci", new UserId("ada"), Duration.ofDays(1), null);
    var _ =
        new Operations(fleet)
            .begin(
                "o1",
                "upload",
                new FleetObject(FleetObject.Kind.DEPLOYMENT, "web 4"),
                Unit.FILES,
                null);
    return cli;
  }

  private static void does(TestCli cli, String line) {
    TestCli.Run run = cli.run(line.split(" ", -1));
    assertThat(run.code()).as(line + ": " + run.out() + run.err()).isZero();
  }

  private static void beats(TestCli cli, String name) {
    NodeId node = new NodeId(name);
    cli.store.plant(
        Keys.heartbeat(node),
        Json.write(
            new Heartbeat(
                node,
                "i",
                1,
                "1",
                1,
                30,
                5,
                null,
                null,
                null,
                null,
                null,
                new TreeMap<>(),
                null,
                null)));
    cli.store.plant(
        Keys.report(node),
        Json.write(
            new NodeReport(
                node,
                "1",
                name,
                "Debian",
                "amd64",
                new TreeMap<>(Map.of("region", "eu", "zone", "a")),
                new TreeMap<>(),
                List.of(),
                List.of())));
  }

  private static void ended(TestCli cli, String id, String version) {
    CellRef cell = CellRef.parse("node-1/web");
    Version is = new Version(version);
    cli.store.plant(
        Keys.history(cell, id),
        Json.write(
            new HistoryDocument(
                id,
                id,
                "deploy",
                CellState.RUNNING,
                is,
                null,
                is,
                null,
                List.of(),
                1,
                1,
                cli.clock.instant(),
                cli.clock.instant(),
                null)));
  }
}
