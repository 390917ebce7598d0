package io.fleetman.controller.portal.job;

import io.fleetman.job.log.Frame;
import io.fleetman.job.log.LogLines;
import io.fleetman.job.log.Stream;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.Consumer;

/** Makes of output the lines that pages show. Not for several threads at once. */
final class LogText {
  private static final int LONGEST = 8_000;

  private final Map<Stream, Ansi> colours = new EnumMap<>(Stream.class);
  private final LogLines lines = new LogLines(this::line);
  private final BiPredicate<Stream, String> wanted;
  private final Consumer<Line> each;
  private long last;

  /**
   * A line.
   *
   * @param stream {@code out}, {@code err} or {@code note}
   * @param millis when it was read, since the attempt began
   */
  record Line(Stream stream, long millis, List<Ansi.Piece> pieces) {}

  /**
   * Which hands on some of the lines.
   *
   * @param wanted of a line's stream and its text without colours
   */
  LogText(BiPredicate<Stream, String> wanted, Consumer<Line> each) {
    this.wanted = wanted;
    this.each = each;
  }

  void add(List<Frame> frames) {
    for (Frame frame : frames) {
      lines.add(frame);
      last = frame.millis();
    }
  }

  void end() {
    lines.end(last);
  }

  // Colours last over lines that are not shown, too.
  private void line(Stream stream, long millis, String text) {
    String shown =
        text.length() <= LONGEST
            ? text
            : text.substring(0, LONGEST)
                + " … ("
                + (text.length() - LONGEST)
                + " more characters: see the download)";
    List<Ansi.Piece> pieces = colours.computeIfAbsent(stream, _ -> new Ansi()).line(shown);
    if (wanted.test(stream, text)) {
      each.accept(new Line(stream, millis, pieces));
    }
  }
}
