package io.fleetman.controller.console;

import java.io.PrintStream;
import java.util.List;

/**
 * A few lines on standard error that are drawn over again while something goes on. Where they
 * cannot be redrawn, each line is written once, when it is new.
 */
public final class LiveBlock implements AutoCloseable {
  private static final String FRAMES = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏";

  private final PrintStream err;
  private final boolean live;
  private final boolean colours;
  private List<String> shown = List.of();
  private int frame;
  private boolean over;

  /** On this terminal. */
  public LiveBlock(Terminal terminal) {
    this.err = terminal.err();
    this.live = terminal.live();
    this.colours = terminal.sayPaint().on();
  }

  /** The next picture of a spinner; a dash where nothing turns. */
  public String spinner() {
    frame = (frame + 1) % FRAMES.length();
    return live ? FRAMES.substring(frame, frame + 1) : "-";
  }

  /** Whether lines are drawn over, so that showing often makes sense. */
  public boolean live() {
    return live;
  }

  /** Shows these lines in place of those before. */
  public synchronized void show(List<String> wanted) {
    if (over) {
      return;
    }
    // What is drawn over is counted by lines: one of others' making would spoil that.
    List<String> lines = wanted.stream().map(line -> Harmless.line(line, colours)).toList();
    if (live) {
      StringBuilder text = new StringBuilder(rewind());
      // Without wrapping a line that is too long is cut by the terminal, so that the count holds.
      text.append("\u001b[?7l");
      lines.forEach(line -> text.append(line).append("\u001b[K\n"));
      text.append("\u001b[?7h\u001b[J");
      err.print(text);
      err.flush();
    } else {
      lines.stream().filter(line -> !shown.contains(line)).forEach(err::println);
    }
    shown = lines;
  }

  /** Takes the lines away, where they can be. */
  public synchronized void clear() {
    if (live && !over) {
      err.print(rewind() + "\u001b[J");
      err.flush();
    }
    shown = List.of();
  }

  /** Takes the lines away for good: nothing is drawn any more, whoever goes on to show. */
  public synchronized void hush() {
    clear();
    over = true;
  }

  @Override
  public void close() {
    clear();
  }

  private String rewind() {
    return shown.isEmpty() ? "" : "\u001b[" + shown.size() + "F";
  }
}
