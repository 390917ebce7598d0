package io.fleetman.controller.tree;

import java.util.regex.Pattern;

/**
 * A pattern of {@code exclude}: {@code *} within a segment, {@code **} across segments, {@code ?}
 * one character. Without a slash it matches a name at any depth, as in {@code *.md}; with one it
 * matches the path from the rule's folder. What lies below a match is matched too.
 */
final class Glob {
  private final Pattern pattern;

  Glob(String glob) {
    String body = glob.endsWith("/") ? glob.substring(0, glob.length() - 1) : glob;
    boolean anchored = body.contains("/");
    if (body.startsWith("/")) {
      body = body.substring(1);
    }
    this.pattern = Pattern.compile((anchored ? "" : "(?:.*/)?") + regex(body) + "(?:/.*)?");
  }

  boolean matches(String path) {
    return pattern.matcher(path).matches();
  }

  private static String regex(String glob) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < glob.length(); i += Character.charCount(glob.codePointAt(i))) {
      int c = glob.codePointAt(i);
      if (glob.startsWith("**/", i)) {
        out.append("(?:.*/)?");
        i += 2;
      } else if (glob.startsWith("**", i)) {
        out.append(".*");
        i += 1;
      } else if (c == '*') {
        out.append("[^/]*");
      } else if (c == '?') {
        out.append("[^/]");
      } else {
        out.append(Pattern.quote(Character.toString(c)));
      }
    }
    return out.toString();
  }
}
