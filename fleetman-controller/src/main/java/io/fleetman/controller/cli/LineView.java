package io.fleetman.controller.cli;

import io.fleetman.controller.console.Human;
import io.fleetman.controller.console.Paint;
import io.fleetman.controller.console.Terminal;
import io.fleetman.controller.tree.LineDiff;

/** Shows what changes of a text, line by line. */
final class LineView {
  private LineView() {}

  static void print(Terminal terminal, LineDiff diff, String indent) {
    Paint paint = terminal.paint();
    for (LineDiff.Hunk hunk : diff.hunks()) {
      if (hunk.skipped() > 0) {
        String skipped = "  (" + Human.count(hunk.skipped(), "unchanged line") + ")";
        terminal.print(indent + paint.dim(skipped));
      }
      for (LineDiff.Line line : hunk.lines()) {
        terminal.print(
            indent
                + switch (line.kind()) {
                  case SAME -> "  " + line.text();
                  case ADDED -> paint.good("+ " + line.text());
                  case REMOVED -> paint.bad("- " + line.text());
                });
      }
    }
    if (diff.cut() > 0) {
      terminal.print(indent + paint.dim("  and " + Human.count(diff.cut(), "more line")));
    }
  }
}
