package io.fleetman.controller.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The documents speak of the commands and options that there are. */
class DocsTest {
  // The program's own way to say what is asked for is no command to look up.
  private static final Set<String> NOT_IN_THE_TABLE = Set.of("help", "exit-codes", "completion");
  private static final Pattern CODE = Pattern.compile("`([a-z][^`]*)`");
  private static final Pattern CALL =
      Pattern.compile("(?m)(?:^|\\./|`)fleetman +([a-z][^`\\n#|&;]*)");

  @Test
  void theTableOfCommandsNamesEachThatThereIsAndNoOther() throws IOException {
    String text = read("docs/cli.md");
    String table = text.substring(text.indexOf("## Commands"), text.indexOf("**Cells**"));
    Set<String> documented = new TreeSet<>();
    table
        .lines()
        .filter(line -> line.startsWith("|"))
        .map(line -> line.replace("\\|", "/").split("\\|", -1))
        .filter(cells -> cells.length > 2)
        .flatMap(cells -> CODE.matcher(cells[2]).results().map(m -> m.group(1)))
        .filter(code -> !code.endsWith(".json"))
        .flatMap(DocsTest::named)
        .forEach(documented::add);

    Set<String> there = new TreeSet<>();
    leaves("", HelpTest.root()).forEach(there::add);
    there.removeAll(NOT_IN_THE_TABLE);
    assertThat(documented).isEqualTo(there);
  }

  @ParameterizedTest
  @ValueSource(strings = {"README.md", "docs/cli.md", "docs/operating.md", "docs/security.md"})
  void everyCallInADocumentNamesACommandAndOptionsThatThereAre(String document) throws IOException {
    Matcher calls = CALL.matcher(read(document));
    while (calls.find()) {
      String call = calls.group(1).strip();
      CommandLine command = HelpTest.root();
      for (String word : call.replaceFirst(" -- .*", "").split("\\s+", -1)) {
        CommandLine child = command.getSubcommands().get(word.replaceAll("[,.:;)]+$", ""));
        if (child != null) {
          command = child;
        }
        if (word.startsWith("-")) {
          String option = word.replaceFirst("[=,.:;)].*", "");
          assertThat(command.getCommandSpec().findOption(option))
              .as(document + ": fleetman " + call + ": " + option)
              .isNotNull();
        }
      }
      assertThat(command.getParent()).as(document + ": fleetman " + call).isNotNull();
    }
  }

  // `override set/rm/list CELL` is three of them.
  private static Stream<String> named(String code) {
    String[] words = code.split(" ", -1);
    CommandLine first = HelpTest.root().getSubcommands().get(words[0]);
    if (first == null || words.length == 1 || !words[1].matches("[a-z][a-z/-]*")) {
      return words[0].startsWith("-") ? Stream.empty() : Stream.of(words[0]);
    }
    return Stream.of(words[1].split("/", -1)).map(child -> words[0] + " " + child);
  }

  private static Stream<String> leaves(String path, CommandLine command) {
    return command.getSubcommands().entrySet().stream()
        .flatMap(
            e -> {
              String name = (path + " " + e.getKey()).strip();
              CommandLine child = e.getValue();
              boolean group = !child.getSubcommands().isEmpty();
              // A group that is a command, too, such as 'agents', is named by itself as well.
              boolean runs = child.getCommand() instanceof java.util.concurrent.Callable;
              return Stream.concat(
                  group && !runs ? Stream.empty() : Stream.of(name),
                  group ? leaves(name, child) : Stream.empty());
            });
  }

  private static String read(String document) throws IOException {
    return Files.readString(Path.of("..").resolve(document));
  }
}
