package io.fleetman.layout;

import java.util.regex.Pattern;

/** The rules that every name must meet before it becomes part of a key or a path. */
final class Names {
  private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}");
  private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+-]{0,62}");

  private Names() {}

  static String id(String what, String value) {
    if (!ID.matcher(value).matches() || value.contains("..")) {
      throw new InvalidNameException(
          what,
          value,
          "use 1 to 63 of a-z, 0-9, '.', '_' and '-', beginning with a letter or a digit, without"
              + " '..'");
    }
    return value;
  }

  /** The name of a document that has a folder of its own beside it, which must not be one too. */
  static String withFolder(String what, String value) {
    if (id(what, value).endsWith(".json")) {
      throw new InvalidNameException(
          what, value, "'.json' at its end is what documents have: leave it out");
    }
    return value;
  }

  static String version(String value) {
    if (!VERSION.matcher(value).matches() || value.contains("..")) {
      throw new InvalidNameException(
          "version",
          value,
          "use 1 to 63 of A-Z, a-z, 0-9, '.', '_', '+' and '-', beginning with a letter or a digit,"
              + " without '..'");
    }
    return value;
  }
}
