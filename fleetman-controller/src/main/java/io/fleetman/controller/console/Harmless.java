package io.fleetman.controller.console;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Text that others wrote (nodes, services, other users, the store), made such that a terminal shows
 * it and obeys nothing in it: a log's last lines must not move the cursor, set the title, or look
 * like an answer of this program. Colours stay where colours are shown, and are left out elsewhere.
 * Pure.
 */
final class Harmless {
  // Of what terminals obey only looks are let through; "8" would hide what follows.
  private static final Pattern LOOK =
      Pattern.compile("\u001b\\[(?:0?[0-79]|[1-9][0-9])?(?:;(?!0*8[;m])[0-9]{1,3}){0,8}m");
  private static final String PLAIN = "\u001b[0m";

  private Harmless() {}

  /** One or several lines. */
  static String text(String text, boolean colours) {
    return isHarmless(text) ? text : rewritten(text, colours);
  }

  /** The same as exactly one line. */
  static String line(String text, boolean colours) {
    return text(text.indexOf('\n') < 0 ? text : text.replace('\n', ' '), colours);
  }

  /** JSON, which has its own way to say such a character; it stands within strings only. */
  static String json(String json) {
    if (json.chars().noneMatch(Harmless::isObeyed)) {
      return json;
    }
    StringBuilder out = new StringBuilder(json.length());
    json.chars()
        .forEach(
            c -> {
              if (isObeyed(c) && c != '\r') {
                out.append(String.format("\\u%04x", c));
              } else {
                out.append((char) c);
              }
            });
    return out.toString();
  }

  private static boolean isHarmless(String text) {
    return text.chars().noneMatch(Harmless::isObeyed);
  }

  private static String rewritten(String text, boolean colours) {
    StringBuilder out = new StringBuilder(text.length());
    Matcher look = LOOK.matcher(text);
    boolean changed = false;
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (c == '\u001b' && look.region(i, text.length()).lookingAt()) {
        if (colours) {
          out.append(look.group());
          changed = !look.group().equals(PLAIN);
        }
        i = look.end();
        continue;
      }
      if (c == '\n' && changed) {
        out.append(PLAIN); // a line's colours are its own
        changed = false;
      }
      boolean lineEnd = c == '\r' && (i + 1 == text.length() || text.charAt(i + 1) == '\n');
      if (!isObeyed(c)) {
        out.append(c);
      } else if (!lineEnd) {
        out.append(String.format(c < 0x100 ? "\\x%02x" : "\\u%04x", (int) c));
      }
      i++;
    }
    return changed ? out.append(PLAIN).toString() : out.toString();
  }

  // Controls, and what turns the direction of writing.
  private static boolean isObeyed(int c) {
    return (Character.isISOControl(c) && c != '\n' && c != '\t')
        || (c >= 0x202a && c <= 0x202e)
        || (c >= 0x2066 && c <= 0x2069);
  }
}
