package io.fleetman.controller.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;

/** Whether a line that somebody is told to type is a command. */
public final class Commands {
  private static final Pattern WORD = Pattern.compile("(?:'[^']*'|\\\\.|[^\\s'\\\\])+");
  private static final Pattern PLACEHOLDER = Pattern.compile("[A-Z]{2,}(?:[-/][A-Z]{2,})*");

  private Commands() {}

  /** What is wrong with it; empty if it can be given. */
  public static Optional<String> problem(String line) {
    return problem(line, true);
  }

  /** The same of one that is named in a sentence, and may leave out what it is about. */
  static Optional<String> problemInText(String line) {
    return problem(line, false);
  }

  /** The words behind {@code fleetman}, as a shell would have them. */
  static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    for (Matcher m = WORD.matcher(line.replaceFirst(" [>#] .*", "")); m.find(); ) {
      words.add(m.group().replaceAll("\\\\(.)", "$1").replace("'", ""));
    }
    return words.subList(1, words.size());
  }

  private static Optional<String> problem(String line, boolean whole) {
    String[] words =
        words(line).stream()
            .map(w -> PLACEHOLDER.matcher(w).matches() ? w.toLowerCase(Locale.ROOT) : w)
            .toArray(String[]::new);
    try {
      CommandLine.ParseResult parsed = HelpTest.root().parseArgs(words);
      return parsed.hasSubcommand() ? Optional.empty() : Optional.of("it names no command");
    } catch (CommandLine.MissingParameterException e) {
      return whole ? Optional.of(String.valueOf(e.getMessage())) : Optional.empty();
    } catch (CommandLine.ParameterException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }
}
