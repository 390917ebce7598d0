package io.fleetman.controller.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** The documents speak of the commands and options that there are. */
class DocsTest {
  // The program's own way to say what is asked for is no command to look up.
  private static final Set<String> NOT_IN_THE_TABLE = Set.of("help", "exit-codes", "completion");
  private static final Pattern CODE = Pattern.compile("`([a-z][^`]*)`");
  private static final Pattern CODE_CALL = Pattern.compile("`(?:\\./)?(fleetman [a-z-][^`]*)`");
  private static final Pattern IN_A_SENTENCE = Pattern.compile("'(fleetman [a-z][^'\"]*)['\"]");
  // Where a long sentence goes on in the next line.
  private static final Pattern JOINT = Pattern.compile("\"\\s*\\+\\s*\"");
  private static final Pattern CHOICE = Pattern.compile(" ([a-z-]+(?:\\|[a-z-]+)+)(?= |$)");

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
  @MethodSource("documents")
  void everyCommandInADocumentCanBeGivenAsItStandsThere(Path document) throws IOException {
    List<String> wrong = new ArrayList<>();
    for (String call : whole(document)) {
      Commands.problem(call).ifPresent(p -> wrong.add(call + ": " + p));
    }
    for (String call : inText(document)) {
      Commands.problemInText(call).ifPresent(p -> wrong.add("`" + call + "`: " + p));
    }
    assertThat(wrong).as(document.toString()).isEmpty();
  }

  /** All commands of a document. */
  static List<String> calls(Path document) throws IOException {
    List<String> calls = whole(document);
    calls.addAll(inText(document));
    return calls;
  }

  // Those of its blocks; continued lines as far as they are there.
  private static List<String> whole(Path document) throws IOException {
    List<String> calls = new ArrayList<>();
    boolean block = false;
    for (String line : Files.readAllLines(document)) {
      String text = line.strip();
      block ^= text.startsWith("```");
      String call = text.replaceFirst("^(\\$ )?\\./", "").replaceFirst(" [|\\\\].*", "");
      if ((block || line.startsWith("    ")) && call.matches("fleetman [a-z-].*")) {
        calls.add(call);
      }
    }
    return calls;
  }

  // Those of its sentences, which may leave out what they are about.
  private static List<String> inText(Path document) throws IOException {
    List<String> calls = new ArrayList<>();
    boolean block = false;
    for (String line : Files.readAllLines(document)) {
      block ^= line.strip().startsWith("```");
      if (!block && !line.startsWith("    ")) {
        CODE_CALL
            .matcher(line)
            .results()
            .map(m -> m.group(1))
            .flatMap(DocsTest::alternatives)
            .forEach(calls::add);
      }
    }
    return calls;
  }

  @Test
  void everyCommandThatASentenceNamesIsOne() throws IOException {
    Map<String, Path> named = new TreeMap<>();
    for (String module : List.of("fleetman-controller", "fleetagent", "storage-layout")) {
      try (Stream<Path> sources = Files.walk(Path.of("..", module, "src", "main", "java"))) {
        for (Path source : sources.filter(p -> p.toString().endsWith(".java")).toList()) {
          String text = JOINT.matcher(Files.readString(source)).replaceAll("");
          IN_A_SENTENCE.matcher(text).results().forEach(m -> named.put(m.group(1).strip(), source));
        }
      }
    }
    assertThat(named).hasSizeGreaterThan(30);
    List<String> wrong = new ArrayList<>();
    named.forEach(
        (call, source) ->
            Commands.problemInText(call)
                .ifPresent(p -> wrong.add(source + ": '" + call + "': " + p)));
    assertThat(wrong).isEmpty();
  }

  static List<Path> documents() throws IOException {
    try (Stream<Path> docs = Files.list(Path.of("../docs"))) {
      return Stream.concat(
              Stream.of("README.md", "CONTRIBUTING.md").map(Path.of("..")::resolve),
              docs.filter(d -> d.toString().endsWith(".md")).sorted())
          .toList();
    }
  }

  // `fleetman operation list|show|cancel` is three of them; what is in brackets may be left out.
  private static Stream<String> alternatives(String call) {
    String plain = call.replaceAll(" \\[[^\\]]*]", "");
    Matcher m = CHOICE.matcher(plain);
    if (!m.find()) {
      return Stream.of(plain);
    }
    return Stream.of(m.group(1).split("\\|", -1))
        .map(one -> plain.substring(0, m.start(1)) + one + plain.substring(m.end(1)))
        .flatMap(DocsTest::alternatives);
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
