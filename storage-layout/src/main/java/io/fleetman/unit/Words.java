package io.fleetman.unit;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits a command line into its words as a shell would, and does nothing else that a shell does:
 * blanks separate, quotes and backslashes keep together, there are no variables, globs, pipes or
 * redirections.
 */
public final class Words {
  private final String line;
  private final List<String> words = new ArrayList<>();
  private final StringBuilder word = new StringBuilder();
  private boolean inWord;

  private Words(String line) {
    this.line = line;
  }

  /**
   * The words.
   *
   * @throws IllegalArgumentException if a quote is left open
   */
  public static List<String> split(String line) {
    return new Words(line).split();
  }

  private List<String> split() {
    int i = 0;
    while (i < line.length()) {
      char c = line.charAt(i);
      switch (c) {
        case ' ', '\t', '\n', '\r' -> {
          end();
          i++;
        }
        case '\'' -> i = quoted(i, false);
        case '"' -> i = quoted(i, true);
        case '\\' -> i = escaped(i);
        default -> {
          add(c);
          i++;
        }
      }
    }
    end();
    return List.copyOf(words);
  }

  private int escaped(int at) {
    if (at + 1 >= line.length()) {
      throw new IllegalArgumentException("the command ends in a backslash");
    }
    add(line.charAt(at + 1));
    return at + 2;
  }

  private int quoted(int at, boolean escapes) {
    char quote = line.charAt(at);
    inWord = true;
    for (int i = at + 1; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == quote) {
        return i + 1;
      }
      boolean escape =
          escapes
              && c == '\\'
              && i + 1 < line.length()
              && "\"\\$`".indexOf(line.charAt(i + 1)) >= 0;
      add(escape ? line.charAt(++i) : c);
    }
    throw new IllegalArgumentException(
        "the command has an opening " + quote + " that never closes");
  }

  private void add(char c) {
    inWord = true;
    word.append(c);
  }

  private void end() {
    if (inWord) {
      words.add(word.toString());
      word.setLength(0);
      inWord = false;
    }
  }
}
