package io.fleetman.controller.cli;

import io.fleetman.controller.console.Human;
import io.fleetman.controller.console.LiveBlock;
import io.fleetman.controller.console.Paint;
import io.fleetman.controller.console.Session;
import io.fleetman.controller.fleet.Follower;
import io.fleetman.controller.fleet.Follower.Followed;
import io.fleetman.controller.fleet.Presence;
import io.fleetman.document.CellStatus;
import io.fleetman.layout.CellRef;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Shows whom a command waits for: a line for each cell, drawn over while the follower sleeps. */
final class FollowView implements Follower.Listener, AutoCloseable {
  private static final Duration FRAME = Duration.ofMillis(120);
  private static final int MOST_LINES = 12;

  private final Session session;
  private final LiveBlock block;
  private final Paint paint;
  private final Map<CellRef, Line> lines = new LinkedHashMap<>();

  private record Line(String text, boolean done) {}

  FollowView(Session session, List<Followed> commands) {
    this.session = session;
    this.block = new LiveBlock(session.terminal());
    this.paint = session.terminal().sayPaint();
    commands.forEach(c -> lines.put(c.cell(), new Line("", false)));
  }

  @Override
  public void changed(CellRef cell, CellStatus status) {
    String version = status.version() == null ? "" : " " + status.version();
    lines.put(
        cell,
        new Line(paint.as(States.style(status.state()), status.state().name()) + version, false));
    draw();
  }

  @Override
  public void waiting(
      CellRef cell, Presence presence, @Nullable Duration silentFor, @Nullable Long pollSeconds) {
    Line before = lines.get(cell);
    if (before != null && !before.text.isEmpty() && !before.text.startsWith("waiting")) {
      return; // the node is at work: its last word says more than that it is there
    }
    StringBuilder text = new StringBuilder("waiting for " + cell.node());
    if (silentFor == null) {
      text.append(", which was never heard of");
    } else if (presence == Presence.ACTIVE) {
      // Without a live line the seconds would make a new line each time.
      text.append(block.live() ? ", heard of " + Human.ago(silentFor) : "");
    } else {
      text.append(", ")
          .append(paint.as(States.style(presence), States.word(presence)))
          .append(block.live() ? ": silent for " + Human.span(silentFor) : "");
    }
    if (pollSeconds != null) {
      text.append(", looks every ").append(pollSeconds).append("s");
    }
    lines.put(cell, new Line(text.toString(), false));
    draw();
  }

  @Override
  public void ended(Follower.Result result) {
    String text =
        switch (result) {
          case Follower.Result.Ended e ->
              paint.as(States.style(e.status().state()), e.status().state().name())
                  + (e.status().version() == null ? "" : " " + e.status().version());
          case Follower.Result.Superseded _ -> "superseded";
          case Follower.Result.TimedOut _ -> paint.warn("timed out");
        };
    lines.put(result.cell(), new Line(text, true));
    draw();
  }

  /** Sleeps for the follower, and keeps the spinner turning. */
  void sleep(Duration duration) {
    if (!block.live() || session.json()) {
      session.pause(duration);
      return;
    }
    Duration left = duration;
    while (left.isPositive()) {
      Duration step = left.compareTo(FRAME) < 0 ? left : FRAME;
      session.pause(step);
      left = left.minus(step);
      draw();
    }
  }

  private void draw() {
    String spinner = paint.as(Paint.Style.BUSY, block.spinner());
    List<String> shown = new ArrayList<>();
    long more = 0;
    for (Map.Entry<CellRef, Line> entry : lines.entrySet()) {
      Line line = entry.getValue();
      if (line.text.isEmpty()) {
        continue;
      }
      if (block.live() && shown.size() == MOST_LINES) {
        more++;
        continue;
      }
      String sign = line.done ? "·" : spinner;
      shown.add(sign + " " + entry.getKey() + "  " + line.text);
    }
    if (more > 0) {
      shown.add(paint.dim("  and " + more + " more"));
    }
    block.show(shown);
  }

  @Override
  public void close() {
    block.close();
  }
}
