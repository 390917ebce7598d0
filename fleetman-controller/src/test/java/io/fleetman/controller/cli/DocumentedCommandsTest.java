package io.fleetman.controller.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetman.controller.job.Executions;
import io.fleetman.controller.support.OpenFleet;
import io.fleetman.store.DocumentStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** What the documents have people type does what it says, on a fleet where there is something. */
class DocumentedCommandsTest {
  // They serve, follow, or ask at a terminal, until they are stopped: each has tests of its own.
  private static final String LASTING =
      "(demo|store|controller|completion|user add|user passwd|init)\\b.*|.*--watch.*|.* -f .*";

  @TempDir Path folder;

  @ParameterizedTest
  @MethodSource("io.fleetman.controller.cli.DocsTest#documents")
  void everyCommandOfADocumentIsCarriedOut(Path document) throws Exception {
    TestCli cli = WorkedFleet.in(folder);
    List<String> wrong = new ArrayList<>();
    for (String call : DocsTest.calls(document)) {
      String line = call.substring("fleetman ".length());
      if (line.matches(LASTING) || isNameAlone(call) || Commands.problem(call).isPresent()) {
        continue; // not to be tried here, or named without what it is about
      }
      TestCli.Run run = cli.run(words(cli, call));
      if (run.code() != 0) {
        wrong.add(call + ": " + run.code() + " " + run.out() + run.err());
      }
    }
    assertThat(wrong).as(document.toString()).isEmpty();
  }

  // Nobody is there to agree or to answer, and what a document calls by a general name is there.
  private static String[] words(TestCli cli, String call) {
    String execution =
        new Executions(new OpenFleet(new DocumentStore(cli.store), cli.clock, "ada@workshop"))
            .ids()
            .getFirst()
            .value();
    List<String> words =
        new ArrayList<>(
            Commands.words(
                call.replace("fleetman new web", "fleetman new another")
                    .replace("EXECUTION", execution)
                    .replace("OPERATION", "o1")
                    .replaceAll("\\bID\\b", "o1")
                    .replace("MANIFEST", "files")
                    .replace("VERSION", "1")
                    .replace("NODE/CELL", "node-1/web")
                    .replace("CELL", "node-1/web")
                    .replace("NODE", "node-1")
                    .replace("NAME", "node-1")
                    .replace("DIR", "web")
                    .replaceAll("\\bKEY\\b", "notes/a.txt")));
    CommandLine command = HelpTest.root();
    for (String word : words) {
      command = command.getSubcommands().getOrDefault(word, command);
    }
    int end = words.contains("--") ? words.indexOf("--") : words.size();
    if (command.getCommandSpec().findOption("--yes") != null && !words.contains("--yes")) {
      words.add(end, "--yes");
    }
    if (command.getCommandSpec().findOption("--wait") != null && !words.contains("--no-wait")) {
      words.add(end, "--no-wait");
    }
    return words.toArray(String[]::new);
  }

  private static boolean isNameAlone(String call) {
    CommandLine command = HelpTest.root();
    for (String word : Commands.words(call)) {
      command = command.getSubcommands().get(word);
      if (command == null) {
        return false;
      }
    }
    return true;
  }
}
