package io.fleetman.controller.portal.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** JSON in pieces, each with what it is, so that a page can colour it. Pure. */
public final class JsonColours {
  private static final Pattern TOKEN =
      Pattern.compile(
          "(?<key>\"(?:[^\"\\\\]|\\\\.)*+\")(?=\\s*:)|(?<text>\"(?:[^\"\\\\]|\\\\.)*+\")"
              + "|(?<number>-?\\d[\\d.eE+-]*+)|(?<word>\\b(?:true|false|null)\\b)");

  private JsonColours() {}

  /**
   * A piece.
   *
   * @param kind a style class; empty for what stands between
   */
  public record Piece(String kind, String text) {}

  static List<Piece> of(String json) {
    List<Piece> pieces = new ArrayList<>();
    Matcher m = TOKEN.matcher(json);
    int at = 0;
    while (m.find()) {
      if (m.start() > at) {
        pieces.add(new Piece("", json.substring(at, m.start())));
      }
      pieces.add(new Piece(kind(m), m.group()));
      at = m.end();
    }
    pieces.add(new Piece("", json.substring(at)));
    return pieces;
  }

  private static String kind(Matcher m) {
    return m.group("key") != null
        ? "json-key"
        : m.group("text") != null
            ? "json-text"
            : m.group("number") != null ? "json-number" : "json-word";
  }
}
