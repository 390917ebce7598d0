package io.fleetman.template;

import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Text with {@code {{ tokens }}}. Tokens: {@code node.id}, {@code cell.id}, {@code manifest},
 * {@code version}, {@code folders.release}, {@code folders.current}, {@code folders.data}, {@code
 * labels.NAME}, {@code vars.NAME}. There is no logic and no escaping: what a token stands for is
 * put in as it is.
 */
public final class Template {
  /**
   * The largest text, in bytes, that is rendered: an agent has it in memory several times over, and
   * little of that.
   */
  public static final int MOST_BYTES = 1 << 20;

  /** The largest text, in characters, that comes of it: a token may stand for a long one. */
  public static final int MOST_RENDERED = 4 << 20;

  private static final Pattern TOKEN = Pattern.compile("\\{\\{\\s*([^{}]*?)\\s*}}");

  private Template() {}

  /** The tokens in the text, sorted. */
  public static SortedSet<String> tokens(String text) {
    SortedSet<String> found = new TreeSet<>();
    Matcher m = TOKEN.matcher(text);
    while (m.find()) {
      found.add(m.group(1));
    }
    return found;
  }

  /**
   * The text with every token replaced.
   *
   * @throws TemplateException if there is no value for a token, or the text becomes too large
   */
  public static String render(String text, Map<String, String> values) {
    Matcher m = TOKEN.matcher(text);
    StringBuilder out = new StringBuilder(text.length());
    while (m.find()) {
      String value = values.get(m.group(1));
      if (value == null) {
        throw TemplateException.unknown(m.group(1), values.keySet());
      }
      m.appendReplacement(out, "");
      out.append(value);
      if (out.length() > MOST_RENDERED) {
        throw TemplateException.tooLarge(m.group(1));
      }
    }
    return m.appendTail(out).toString();
  }
}
