package io.fleetman.controller.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fleetman.codec.Json;
import io.fleetman.document.CellState;
import io.fleetman.document.CellStatus;
import io.fleetman.document.Profile;
import io.fleetman.document.TriggerDocument;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.Keys;
import io.fleetman.layout.ManifestId;
import io.fleetman.store.StoreException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandsTest {
  private static final CellRef HELLO = CellRef.parse("node-1/hello");

  @TempDir Path folder;
  TestCli cli;

  @BeforeEach
  void aFleet() {
    cli = TestCli.withFleet(folder);
  }

  @Test
  void aDryRunShowsThePlanAndWritesNothing() {
    cli.run("new", "hello", "--example");
    List<String> before = cli.store.keys();

    TestCli.Run text = cli.run("deploy", "hello", "--version", "1", "--dry-run");
    TestCli.Run json = cli.run("deploy", "hello", "--version", "1", "--dry-run", "-o", "json");

    assertThat(text.out()).contains("node-1/hello  (nothing) → 1").contains("bin/hello");
    assertThat(json.json().get("dryRun").asBoolean()).isTrue();
    assertThat(json.json().get("plan").get(0).get("files").get(0).get("kind").asText())
        .isEqualToIgnoringCase("added");
    assertThat(cli.store.keys()).isEqualTo(before);
  }

  @Test
  void whatTheNodeMadeOfItIsShownWithItsReasonAndTheLog() {
    deployed("1");
    says(CellState.ROLLED_BACK, "the check did not answer within 30s", "boom");

    TestCli.Run again = cli.run("deploy", "hello", "--version", "1");
    assertThat(again.code()).isEqualTo(1);
    assertThat(again.out())
        .contains("nothing to do")
        .contains("ROLLED_BACK")
        .contains("node-1/hello: the check did not answer within 30s")
        .contains("  | boom");

    TestCli.Run json = cli.run("deploy", "hello", "--version", "1", "-o", "json");
    JsonNode cell = json.json().get("cells").get(0);
    assertThat(json.code()).isEqualTo(1);
    assertThat(cell.get("outcome").asText()).isEqualTo("failed");
    assertThat(cell.get("reason")).isNull();
    assertThat(cell.get("message").asText()).startsWith("the check");
    assertThat(cell.get("logTail").get(0).asText()).isEqualTo("boom");
  }

  @Test
  void theSameContentAgainIsNothingToDo() {
    deployed("1");
    says(CellState.RUNNING, null);
    String trigger = cli.store.text(Keys.trigger(HELLO));

    TestCli.Run again = cli.run("deploy", "hello", "--version", "1");

    assertThat(again.code()).as(again.err()).isZero();
    assertThat(again.out()).contains("nothing to do").contains("unchanged").contains("RUNNING");
    assertThat(cli.store.text(Keys.trigger(HELLO))).isEqualTo(trigger);
  }

  @Test
  void aSilentNodeIsNamedWithWhatWillHappen() {
    cli.run("new", "hello", "--example");

    TestCli.Run run = cli.run("deploy", "hello", "--version", "1", "--yes", "--timeout", "20s");

    assertThat(run.code()).isEqualTo(5);
    assertThat(run.out()).contains("timed-out").contains("node-1 has never been heard of");
    assertThat(run.err()).contains("waiting for node-1, which was never heard of");
  }

  @Test
  void whoIsNotThereToAnswerMustSayYes() {
    cli.run("new", "hello", "--example");

    TestCli.Run run = cli.run("deploy", "hello", "--version", "1");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("stdin is not a terminal: add --yes");
    assertThat(cli.store.text(Keys.trigger(HELLO))).isNull();
  }

  @Test
  void aNoChangesNothing() {
    deployed("1");
    String trigger = cli.store.text(Keys.trigger(HELLO));

    TestCli.Run run = cli.answering("n").run("remove", "node-1/hello");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("Remove node-1/hello (data folders stay)? [y/N]");
    assertThat(cli.store.text(Keys.trigger(HELLO))).isEqualTo(trigger);
  }

  @Test
  void aCellThatWasNeverPublishedIsRemovedAndNotWaitedFor() {
    cli.run("new", "hello", "--example");
    cli.run("deploy", "hello", "--version", "1", "--yes", "--no-wait");
    TestCli.Run add = cli.run("cell", "add", "node-9/hello", "--manifest", "hello");
    assertThat(add.code()).as(add.err()).isZero();

    TestCli.Run run = cli.run("remove", "node-9/hello", "--yes");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("unchanged").contains("was never published");
  }

  @Test
  void cellsAreNamedByNameEverywhereOrByManifest() {
    deployed("1");

    for (String[] which : new String[][] {{"node-1/hello"}, {"hello"}, {"--manifest", "hello"}}) {
      TestCli.Run run = cli.run(with(which, "stop", "--dry-run", "-o", "json"));
      assertThat(run.code()).as(run.err()).isZero();
      assertThat(run.json().get("cells").get(0).get("cell").asText()).isEqualTo("node-1/hello");
      assertThat(run.json().get("cells").get(0).get("outcome").asText()).isEqualTo("planned");
    }
    assertThat(cli.run("stop", "node-9/hello", "--yes").code()).isEqualTo(2);
    assertThat(cli.run("stop", "--yes").code()).isEqualTo(2);
    assertThat(cli.run("stop", "a/b/c", "--yes").err()).contains("'a/b/c'");
  }

  @Test
  void aCommandAboutOneCellTakesItsIdAloneWhereItIsOnOneNode() {
    deployed("1");

    assertThat(cli.run("version", "list", "hello").out()).containsPattern("1 +wanted");
    assertThat(cli.run("history", "hello").code()).isZero();
    assertThat(cli.run("override", "list", "hello", "-o", "json").json().get("cell").asText())
        .isEqualTo("node-1/hello");
    assertThat(cli.run("version", "list", "hallo").err()).contains("there is no cell hallo");

    cli.write(
        "second.yaml",
        """
        kind: cell
        node: node-2
        id: hello
        manifest: hello
        """);
    assertThat(cli.run("apply", "-f", "second.yaml").code()).isZero();
    TestCli.Run either = cli.run("version", "list", "hello");
    assertThat(either.code()).isEqualTo(2);
    assertThat(either.err())
        .isEqualTo(
            "error: hello is on several nodes: say which one is meant, node-1/hello or"
                + " node-2/hello\n");
    assertThat(cli.run("version", "list", "node-1/hello").code()).isZero();
  }

  @Test
  void aSecondUploadSaysHowManyFilesItReallySends() {
    cli.run("new", "hello", "--example");
    cli.run("apply", "-f", "hello/fleetman.yaml");
    assertThat(cli.run("upload", "hello", "2", "hello").err()).contains("uploading 1 file (");
    cli.write("hello/more.txt", "more");

    assertThat(cli.run("upload", "hello", "2", "hello").err()).contains("uploading 1 file (4 B)");
    assertThat(cli.run("upload", "hello", "2", "hello").err()).doesNotContain("uploading");

    cli.write("hello/big.txt", "x".repeat(70_000));
    assertThat(cli.run("upload", "hello", "2", "hello").code()).isZero();
    assertThat(cli.run("upload", "hello", "3", "hello").err())
        .contains("uploading 2 files, copying 1 file of earlier versions (");
  }

  @Test
  void everyCommandToACellSwapsItsTrigger() {
    deployed("1");
    says(CellState.RUNNING, null);

    for (String command : List.of("stop", "start", "restart", "remove")) {
      TestCli.Run run =
          cli.run(with(List.of("stop", "remove").contains(command), command, "node-1/hello"));
      assertThat(run.code()).as(command + run.err()).isZero();
      assertThat(run.json().get("command").asText()).isEqualTo(command);
      assertThat(run.json().get("cells").get(0).get("outcome").asText()).isEqualTo("sent");
    }
    assertThat(cli.store.text(Keys.trigger(HELLO))).contains("\"desired\" : \"removed\"");
  }

  @Test
  void stepByStepComesToTheSame() {
    cli.run("new", "hello", "--example");
    assertThat(cli.run("apply", "-f", "hello/fleetman.yaml").out())
        .contains("manifest hello")
        .contains("created");
    TestCli.Run uploaded = cli.run("upload", "hello", "2", "hello", "-o", "json");
    assertThat(uploaded.json().get("uploaded").asInt()).isEqualTo(1);
    assertThat(cli.run("seal", "hello", "2").out()).contains("hello 2 sealed: 1 file");
    assertThat(cli.run("diff", "2", "node-1/hello").out()).contains("+  bin/hello");
    TestCli.Run published = cli.run("publish", "2", "hello", "--yes", "--no-wait", "-o", "json");
    assertThat(published.code()).as(published.err()).isZero();
    assertThat(published.json().get("cells").get(0).get("version").asText()).isEqualTo("2");
    assertThat(cli.run("version", "list", "node-1/hello").out())
        .containsPattern("2 +wanted +committed +1");
    cli.write("hello/bin/hello", "#!/bin/sh\necho another\n");
    assertThat(cli.run("upload", "hello", "3", "hello").code()).isZero();
    assertThat(cli.run("seal", "hello", "3").code()).isZero();
    assertThat(cli.run("diff", "3", "node-1/hello").out()).doesNotContain("echo another");
    assertThat(cli.run("diff", "3", "node-1/hello", "--diff").out()).contains("+ echo another");
    assertThat(cli.run("publish", "3", "hello", "--dry-run", "--diff").out())
        .contains("+ echo another");
    assertThat(
            cli.run("diff", "3", "node-1/hello", "--diff", "-o", "json")
                .json()
                .at("/lines/0/path")
                .asText())
        .isEqualTo("bin/hello");
    TestCli.Run refused = cli.run("version", "delete", "node-1/hello", "2", "--yes");
    assertThat(refused.code()).isIn(2, 4);
    assertThat(refused.err()).startsWith("error: ");
  }

  @Test
  void overridesAreLaidAndTakenAway() {
    deployed("1");
    cli.write("other", "#!/bin/sh\n");

    TestCli.Run set = cli.run("override", "set", "node-1/hello", "bin/hello", "other");
    assertThat(set.out()).contains("bin/hello");
    assertThat(set.err()).contains("counts from the next publish");
    assertThat(cli.run("override", "set", "node-1/hello", "x", "--delete").out())
        .contains("left out");
    assertThat(cli.run("override", "list", "node-1/hello", "-o", "json").json().get("files"))
        .hasSize(2);
    assertThat(cli.run("override", "rm", "node-1/hello", "x").code()).isZero();
    assertThat(cli.run("override", "list", "node-1/hello").out()).doesNotContain("left out");
    TestCli.Run escape = cli.run("override", "set", "node-1/hello", "../etc/passwd", "other");
    assertThat(escape.code()).isEqualTo(2);
    assertThat(escape.err()).contains("remove the segment '..'");
  }

  @Test
  void numbersThatMakeNoSenseAreRefusedByTheirName() {
    TestCli.Run history = cli.run("history", "hello", "-n", "-5");
    assertThat(history.code()).isEqualTo(2);
    assertThat(history.err()).contains("--limit must be at least 1");
    for (String list : List.of("activity", "job", "operation")) {
      TestCli.Run run =
          list.equals("activity") ? cli.run(list, "-n", "0") : cli.run(list, "list", "-n", "0");
      assertThat(run.err()).as(list).contains("--limit must be at least 1");
    }
    TestCli.Run status = cli.run("status", "--watch", "--every", "0s");
    assertThat(status.code()).isEqualTo(2);
    assertThat(status.err()).contains("--every must be more than 0s");
  }

  @Test
  void statusIsATableAndADocument() {
    assertThat(cli.run("status").out()).contains("no cells yet").contains("no nodes yet");
    deployed("1");
    says(CellState.FAILED, "it exited with 1", "boom");

    TestCli.Run text = cli.run("status");
    assertThat(text.out())
        .containsPattern("node-1/hello +hello +1 → - +FAILED")
        .contains("node-1/hello: it exited with 1")
        .contains("  | boom")
        .contains("1 node: 1 Unknown");
    JsonNode json = cli.run("status", "-o", "json").json();
    assertThat(json.get("cells").get(0).get("state").asText()).isEqualTo("FAILED");
    assertThat(cli.run("logs", "hello").out())
        .isEqualTo("== node-1/hello 1, which does not run\nboom\n");
    assertThat(cli.run("status", "-l", "zone=a").code()).isEqualTo(2);
  }

  @Test
  void aNodeGetsAConfigurationWithItsOwnKeysNeverTheControllers() {
    TestCli.Run run =
        cli.run("node", "add", "node-3", "--label", "zone=a", "--endpoint", "http://s:9000");

    assertThat(run.out())
        .contains("node_id: node-3")
        .contains("\"zone\": \"a\"")
        .contains("access_key: ACCESS-KEY-OF-node-3")
        .contains("install.sh")
        .doesNotContain("access_key: k");
    assertThat(cli.run("node", "add", "Node_3!").code()).isEqualTo(2);
  }

  @Test
  void everythingThatReadsAnswersWithOneDocument() {
    deployed("1");

    for (String command :
        List.of(
            "status",
            "agents",
            "doctor",
            "logs hello",
            "history node-1/hello",
            "version list node-1/hello",
            "override list node-1/hello",
            "diff 1 hello",
            "node add node-4",
            "exit-codes")) {
      TestCli.Run run = cli.run((command + " -o json").split(" ", -1));
      assertThat(run.code()).as(command + ": " + run.err()).isZero();
      assertThat(run.json().isObject()).as(command).isTrue();
    }
  }

  @Test
  void aStoreThatRefusesTheKeysIsExitCode3WithoutAStackTrace() {
    cli.opening(
        _ -> {
          throw new StoreException.AccessDenied("the store refuses access key k", null);
        });

    TestCli.Run run = cli.run("status");

    assertThat(run.code()).isEqualTo(3);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).isEqualTo("error: the store refuses access key k\n");
  }

  @Test
  void aWrongKeyInAServiceIsNamedWithLineAndNearestKey() {
    cli.write("web/fleetman.yaml", "manifest: web\nprofile: deploy\nfilez: []\n");

    TestCli.Run run = cli.run("deploy", "web", "--dry-run");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("fleetman.yaml:3").contains("did you mean 'files'?");
  }

  @Test
  void aCellIsGivenNoVariableThatItsManifestLacks() {
    deployed("1");
    String[] add = {"cell", "add", "node-2/hello", "--manifest", "hello", "--var", "greting=hi"};

    TestCli.Run run = cli.run(add);
    cli.write("cell.yaml", "{node: node-2, id: hello, manifest: hello, variables: {greting: hi}}");
    TestCli.Run apply = cli.run("apply", "-f", "cell.yaml");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err())
        .contains(
            "variables: the manifest has no variable 'greting'; did you mean 'greeting'? (it has ");
    assertThat(apply.code()).isEqualTo(2);
    assertThat(apply.err()).contains("cell node-2/hello: variables: the manifest has no variable");
    assertThat(cli.store.keys()).noneMatch(k -> k.startsWith("cells/node-2/"));
    cli.write("cell.yaml", "{node: node-2, id: hello, manifest: helo}");
    assertThat(cli.run("apply", "-f", "cell.yaml").err()).contains("there is no manifest helo");
  }

  @Test
  void aFileThatIsNoUtf8IsNamedWithLineAndFix() throws IOException {
    byte[] latin1 = "manifest: web\ndescription: gr\u00f6\u00dfer\n".getBytes(ISO_8859_1);
    for (String name : List.of("web/fleetman.yaml", "def/web.yaml", "job.yaml", "latin.yaml")) {
      Files.write(cli.write(name, ""), latin1);
    }

    for (String command :
        List.of(
            "deploy web --dry-run",
            "apply -f def --dry-run",
            "job run -f job.yaml --all --dry-run",
            "status --config latin.yaml")) {
      TestCli.Run run = cli.run(command.split(" ", -1));
      assertThat(run.code()).as(command).isEqualTo(2);
      assertThat(run.err())
          .as(command)
          .contains(".yaml:2: byte 16 of this line (0xF6) is not UTF-8: save the file as UTF-8");
    }
  }

  private void deployed(String version) {
    cli.run("new", "hello", "--example");
    TestCli.Run run = cli.run("deploy", "hello", "--version", version, "--yes", "--no-wait");
    assertThat(run.code()).as(run.err()).isZero();
  }

  /** The agent's word on the trigger as it is now. */
  private void says(CellState state, @Nullable String reason, String... log) {
    String text = Objects.requireNonNull(cli.store.text(Keys.trigger(HELLO)));
    TriggerDocument trigger =
        Json.read("trigger", text.getBytes(StandardCharsets.UTF_8), TriggerDocument.class);
    CellStatus status =
        new CellStatus(
            HELLO.node(),
            HELLO.cell(),
            trigger.cellUid(),
            new ManifestId("hello"),
            Profile.SYSTEMD,
            Objects.requireNonNull(trigger.sequence()),
            trigger.id(),
            trigger.deployId(),
            null,
            state,
            trigger.version(),
            state == CellState.RUNNING ? trigger.version() : null,
            reason,
            List.of(log),
            cli.clock.instant(),
            cli.clock.instant());
    cli.store.plant(Keys.status(HELLO), Json.write(status));
  }

  private static String[] with(String[] which, String command, String... more) {
    return Stream.of(Stream.of(command), Stream.of(which), Stream.of(more))
        .flatMap(s -> s)
        .toArray(String[]::new);
  }

  private static String[] with(boolean asks, String command, String cell) {
    return asks
        ? new String[] {command, cell, "--no-wait", "-o", "json", "--yes"}
        : new String[] {command, cell, "--no-wait", "-o", "json"};
  }
}
