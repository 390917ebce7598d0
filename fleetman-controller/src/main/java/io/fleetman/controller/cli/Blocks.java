package io.fleetman.controller.cli;

import io.fleetman.controller.console.Human;
import io.fleetman.controller.console.Paint;
import io.fleetman.controller.console.Terminal;
import io.fleetman.layout.CellRef;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Pieces of text that several commands show. */
final class Blocks {
  private static final int MOST_NAMES = 4;

  private Blocks() {}

  /** Why a cell is not what was asked for, and the last lines of its log. */
  static void reason(
      Terminal terminal, String title, @Nullable String reason, List<String> logTail) {
    Paint paint = terminal.paint();
    terminal.print("");
    terminal.print(paint.bold(title) + (reason == null ? "" : ": " + reason));
    logTail.forEach(line -> terminal.print(paint.dim("  | " + line)));
  }

  /** A few names, or how many there are. */
  static String list(List<CellRef> cells) {
    return list(cells, "cell");
  }

  /** The same for things of another kind. */
  static String list(List<?> things, String noun) {
    String names =
        things.stream().limit(MOST_NAMES).map(String::valueOf).collect(Collectors.joining(", "));
    return things.size() <= MOST_NAMES
        ? names
        : Human.count(things.size(), noun) + " (" + names + ", ...)";
  }
}
