package io.fleetman.controller.portal.job;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Marks what was searched for in a line, also where its colours change in the middle. Pure. */
final class Hits {
  private final Pattern search;

  private Hits(Pattern search) {
    this.search = search;
  }

  /** Of a text, in capitals or not. */
  static Hits of(String text) {
    return new Hits(
        Pattern.compile(Pattern.quote(text), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE));
  }

  /** The same pieces, taken apart where a hit begins or ends. */
  List<Ansi.Piece> in(List<Ansi.Piece> pieces) {
    StringBuilder line = new StringBuilder();
    pieces.forEach(piece -> line.append(piece.text()));
    List<Ansi.Piece> marked = new ArrayList<>();
    Matcher hit = search.matcher(line);
    boolean more = hit.find();
    int at = 0;
    for (Ansi.Piece piece : pieces) {
      int end = at + piece.text().length();
      while (at < end) {
        while (more && hit.end() <= at) {
          more = hit.find();
        }
        boolean within = more && hit.start() <= at;
        int to = !more ? end : Math.min(end, within ? hit.end() : hit.start());
        marked.add(new Ansi.Piece(line.substring(at, to), piece.style(), within));
        at = to;
      }
    }
    return marked;
  }
}
