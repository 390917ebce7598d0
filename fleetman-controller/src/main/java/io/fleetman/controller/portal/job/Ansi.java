package io.fleetman.controller.portal.job;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Colours that programs write for terminals, as style classes; everything else of them is dropped.
 */
public final class Ansi {
  private static final Pattern ESCAPE =
      Pattern.compile("\u001b\\[([0-9;?]*)([A-Za-z])|\u001b\\][^\u0007]*\u0007|\u001b.?");

  private String style = "";

  /** A piece of a line that looks alike. */
  public record Piece(String text, String style) {}

  /** A line's pieces; colours last until they are changed. */
  List<Piece> line(String line) {
    List<Piece> pieces = new ArrayList<>();
    Matcher m = ESCAPE.matcher(line);
    int from = 0;
    while (m.find()) {
      add(pieces, line.substring(from, m.start()));
      if ("m".equals(m.group(2))) {
        for (String code : m.group(1).split(";", -1)) {
          apply(code);
        }
      }
      from = m.end();
    }
    add(pieces, line.substring(from));
    return pieces;
  }

  private void add(List<Piece> pieces, String text) {
    // a carriage return within a line draws it anew: what counts is what was drawn last
    String drawn = text.substring(text.lastIndexOf('\r', text.length() - 2) + 1).replace("\r", "");
    if (!drawn.isEmpty()) {
      pieces.add(new Piece(drawn, style));
    }
  }

  private void apply(String code) {
    if (code.isEmpty() || code.equals("0") || code.equals("39")) {
      style = "";
    } else if (code.equals("1")) {
      style = (style + " ansi-bold").strip();
    } else if (code.matches("3[0-7]|9[0-7]")) {
      style = "ansi-" + code.charAt(1) + (style.contains("ansi-bold") ? " ansi-bold" : "");
    }
  }

  /** The text without any of it. */
  static String plain(String text) {
    return ESCAPE.matcher(text).replaceAll("");
  }
}
