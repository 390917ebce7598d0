package io.fleetman.controller.cli;

import io.fleetman.controller.console.Human;
import io.fleetman.controller.console.Paint;
import io.fleetman.controller.console.Progress;
import io.fleetman.controller.console.Terminal;
import io.fleetman.controller.deploy.DeployListener;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A bar while bytes go up, another while files are copied to the cells. */
final class PublishProgress implements DeployListener, AutoCloseable {
  private final Terminal terminal;
  private final Paint paint;
  private @Nullable Progress upload;
  private @Nullable Progress copies;

  PublishProgress(Terminal terminal) {
    this.terminal = terminal;
    this.paint = terminal.sayPaint();
  }

  /** Does it, and takes the bars away before anything else is shown. */
  <T> T around(Supplier<T> work) {
    try {
      return work.get();
    } finally {
      close();
    }
  }

  @Override
  public synchronized void begins(int files, int copies, long bytes) {
    List<String> work = new ArrayList<>();
    if (files > 0) {
      work.add("uploading " + Human.count(files, "file"));
    }
    if (copies > 0) {
      work.add("copying " + Human.count(copies, "file") + " of earlier versions");
    }
    if (!work.isEmpty()) {
      upload = Progress.bytes(terminal, String.join(", ", work), bytes);
    }
  }

  @Override
  public void sent(long bytes) {
    Progress bar = upload;
    if (bar != null) {
      bar.add(bytes);
    }
  }

  @Override
  public synchronized void copying(CellRef cell, Version version, int files) {
    Progress bar = upload;
    if (bar != null) {
      bar.close();
      upload = null;
    }
    Progress running = copies;
    if (running == null) {
      copies = Progress.count(terminal, "copying files to the cells", files);
    } else {
      running.more(files);
    }
  }

  @Override
  public void copied(CellRef cell) {
    Progress bar = copies;
    if (bar != null) {
      bar.add(1);
    }
  }

  @Override
  public synchronized void note(CellRef cell, String sentence) {
    terminal.say(paint.warn("note:") + " " + cell + ": " + sentence);
  }

  @Override
  public synchronized void close() {
    for (Progress bar : new Progress[] {upload, copies}) {
      if (bar != null) {
        bar.close();
      }
    }
    upload = null;
    copies = null;
  }
}
