package io.fleetman.controller.portal.job;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Colours that programs write for terminals, as style classes; everything else of them is dropped.
 */
public final class Ansi {
  // What begins and never ends is looked at once, not again from each of its places.
  private static final Pattern ESCAPE =
      Pattern.compile(
          "\u001b\\[([0-9;?]*)([A-Za-z])|\u001b\\][^\u0007\u001b]*+(?:\u0007|\u001b\\\\)|\u001b.?");

  private boolean bold;
  private String colour = "";
  private String style = "";

  /**
   * A piece of a line that looks alike.
   *
   * @param hit whether it is what was searched for
   */
  public record Piece(String text, String style, boolean hit) {
    Piece(String text, String style) {
      this(text, style, false);
    }
  }

  /** A line's pieces; colours last until they are changed. */
  List<Piece> line(String line) {
    if (line.indexOf('\u001b') < 0 && line.indexOf('\r') < 0) {
      return line.isEmpty() ? List.of() : List.of(new Piece(line, style));
    }
    List<Piece> pieces = new ArrayList<>();
    Matcher m = ESCAPE.matcher(line);
    int from = 0;
    while (m.find()) {
      add(pieces, line.substring(from, m.start()));
      if ("m".equals(m.group(2))) {
        apply(m.group(1).split(";", -1));
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

  private void apply(String[] codes) {
    for (int i = 0; i < codes.length; i++) {
      switch (codes[i]) {
        case "", "0" -> {
          bold = false;
          colour = "";
        }
        case "1" -> bold = true;
        case "22" -> bold = false;
        case "39" -> colour = "";
        // One of 256 colours, or any: more than a page needs.
        case "38", "48" -> i += i + 1 < codes.length && codes[i + 1].equals("2") ? 4 : 2;
        default -> {
          if (codes[i].matches("3[0-7]|9[0-7]")) {
            colour = "ansi-" + codes[i].charAt(1);
          }
        }
      }
    }
    style = (colour + (bold ? " ansi-bold" : "")).strip();
  }

  /** The text without any of it. */
  static String plain(String text) {
    return text.indexOf('\u001b') < 0 ? text : ESCAPE.matcher(text).replaceAll("");
  }
}
