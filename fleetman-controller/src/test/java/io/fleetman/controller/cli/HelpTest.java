package io.fleetman.controller.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetman.controller.config.ConfigFiles;
import io.fleetman.controller.console.Paint;
import io.fleetman.controller.console.Session;
import io.fleetman.controller.console.Terminal;
import io.fleetman.controller.demo.DemoCommand;
import io.fleetman.controller.web.ControllerCommand;
import io.fleetman.killpoint.KillPoints;
import io.fleetman.store.InMemoryObjectStore;
import io.fleetman.store.ManualClock;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

class HelpTest {
  @TempDir Path folder;

  @Test
  void everyCommandExplainsItselfAndItsOptionsWithAnExample() {
    assertThat(all(root()))
        .hasSizeGreaterThan(30)
        .allSatisfy(
            command -> {
              CommandSpec spec = command.getCommandSpec();
              String help = command.getUsageMessage(CommandLine.Help.Ansi.OFF);
              assertThat(spec.usageMessage().description()).as(spec.qualifiedName()).isNotEmpty();
              assertThat(help).as(spec.qualifiedName()).contains("Example:\n");
              assertThat(help.substring(help.indexOf("Example:")))
                  .containsPattern("\n  (source <\\()?" + spec.qualifiedName() + "\\b");
              assertThat(spec.options())
                  .allSatisfy(o -> assertThat(o.description()).as(o.longestName()).isNotEmpty());
            });
  }

  @Test
  void theRootListsEveryCommandUnderWhatOneWantsToDo() {
    TestCli.Run help = new TestCli(folder).run("--help");

    assertThat(help.code()).isZero();
    assertThat(help.out())
        .contains("Deploy a folder\n  deploy")
        .contains("  rollback ")
        .contains("fleetman new hello --example");
    assertThat(help.err()).isEmpty();
  }

  @Test
  void exitCodesAreATopicOfHelp() {
    TestCli cli = new TestCli(folder);

    assertThat(cli.run("help", "exit-codes").out())
        .contains("130   interrupted")
        .contains("3     the store could not be reached");
    assertThat(cli.run("exit-codes", "-o", "json").json().get("4").asText()).startsWith("conflict");
  }

  @Test
  void aTypingMistakeIsAnsweredWithTheNearestCommand() {
    TestCli.Run run = new TestCli(folder).run("stauts");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("unknown command 'stauts'; did you mean '").contains("'status'");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void anUnknownOptionIsNamed() {
    TestCli.Run run = new TestCli(folder).run("status", "--wach");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("unknown option '--wach'; did you mean '--watch'");
  }

  @Test
  void whatIsNearToNothingIsNotGuessedAt() {
    assertThat(new TestCli(folder).run("status", "--colour").err())
        .startsWith("error: unknown option '--colour'\n");
    assertThat(new TestCli(folder).run("frobnicate").err())
        .startsWith("error: unknown command 'frobnicate'\n");
  }

  @Test
  void aCommandOfAGroupIsFoundWithoutItsGroup() {
    assertThat(new TestCli(folder).run("rm").err())
        .startsWith("error: unknown command 'rm'; did you mean 'override rm'?");
    assertThat(new TestCli(folder).run("list").err()).contains("'override list' or 'version list'");
  }

  @Test
  void aMistypedVariableIsSaidOnceWithTheOneThatWasMeant() {
    TestCli cli = new TestCli(folder);
    cli.environment.put("FLEETMAN_BUKET", "secret");
    cli.environment.put("FLEETMAN_CACHE", "a build's own");

    TestCli.Run run = cli.run("exit-codes", "-o", "json");

    assertThat(run.err())
        .isEqualTo(
            "note: environment variable FLEETMAN_BUKET is not known and is ignored; did you mean"
                + " FLEETMAN_BUCKET?\n");
    assertThat(run.json().isObject()).isTrue();
  }

  @Test
  void aBadNameIsSaidWithoutTheParsersOwnWords() {
    TestCli.Run run = new TestCli(folder).run("node", "add", "ABC");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).startsWith("error: NAME: 'ABC' is not a valid node id: use ");
  }

  @Test
  void completionKnowsTheCommands() {
    assertThat(new TestCli(folder).run("completion").out())
        .contains("complete -F _complete_fleetman")
        .contains("rollback");
  }

  static CommandLine root() {
    PrintStream nowhere =
        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    Terminal terminal =
        new Terminal(
            new BufferedReader(Reader.nullReader()),
            nowhere,
            nowhere,
            false,
            new Paint(false),
            new Paint(false),
            false,
            false);
    ManualClock clock = new ManualClock();
    Session session =
        new Session(
            terminal,
            new ConfigFiles(Map.of(), Path.of("."), Path.of(".")),
            "ada@workshop",
            clock,
            clock::advance,
            _ -> new InMemoryObjectStore(),
            KillPoints.none());
    return Cli.commands(
        session, new DemoCommand(session, List::of), new ControllerCommand(session, List::of));
  }

  static Stream<CommandLine> all(CommandLine command) {
    return Stream.concat(
        Stream.of(command), command.getSubcommands().values().stream().flatMap(HelpTest::all));
  }
}
