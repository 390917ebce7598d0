package io.fleetman.agent.attempt;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * The script by which a program gets its folder, environment and arguments. They stand in a file
 * that only its user may read, and not in the host's unit, which everybody may. Pure.
 */
public final class RunScript {
  private RunScript() {}

  /**
   * Writes it; every value is quoted, so none is ever read as a part of the script.
   *
   * @param name of the unit, by which what the program leaves behind is found
   * @param cwd where it runs
   * @param env names are letters, digits and {@code _}
   * @param argv the program and its arguments
   */
  public static String text(
      String name, Path cwd, SortedMap<String, String> env, List<String> argv) {
    StringBuilder text = new StringBuilder("#!/bin/sh\n");
    text.append("cd ").append(quoted(cwd.toString())).append(" || exit 126\nunset OLDPWD\n");
    for (Map.Entry<String, String> variable : env.entrySet()) {
      if (!variable.getKey().matches("[A-Za-z_][A-Za-z0-9_]*")) {
        throw new IllegalArgumentException("no name of a variable: " + variable.getKey());
      }
      text.append("export ")
          .append(variable.getKey())
          .append('=')
          .append(quoted(variable.getValue()))
          .append('\n');
    }
    text.append("export ").append(ProcessKeeper.MARK).append('=').append(quoted(name)).append('\n');
    text.append("exec");
    for (String word : argv) {
      text.append(' ').append(quoted(word));
    }
    return text.append('\n').toString();
  }

  static String quoted(String value) {
    if (value.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("a value must not hold a zero byte");
    }
    return "'" + value.replace("'", "'\\''") + "'";
  }
}
