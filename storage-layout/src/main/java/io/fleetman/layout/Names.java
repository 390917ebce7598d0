package io.fleetman.layout;

/** The rules that every name must meet before it becomes part of a key or a path. */
final class Names {
  private static final int LONGEST = 63;

  private Names() {}

  static String id(String what, String value) {
    if (!follows(value, false)) {
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
    if (!follows(value, true)) {
      throw new InvalidNameException(
          "version",
          value,
          "use 1 to 63 of A-Z, a-z, 0-9, '.', '_', '+' and '-', beginning with a letter or a digit,"
              + " without '..'");
    }
    return value;
  }

  // By hand, since every key of every listing is read back through here.
  private static boolean follows(String value, boolean version) {
    int length = value.length();
    if (length == 0 || length > LONGEST) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      char c = value.charAt(i);
      boolean sign = c == '.' || c == '_' || c == '-' || (version && c == '+');
      boolean any = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (sign && i > 0);
      if (!any && !(version && c >= 'A' && c <= 'Z')) {
        return false;
      }
    }
    return !value.contains("..");
  }
}
