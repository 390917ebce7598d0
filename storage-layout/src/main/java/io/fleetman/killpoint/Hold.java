package io.fleetman.killpoint;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Holds whoever passes one point for the so-manieth time; everybody else goes on. */
final class Hold implements KillPoints {
  private final KillPoint point;
  private final String of;
  private final AtomicInteger left;
  private final InputStream release;
  private final PrintStream says;

  /** {@code of} whom, as the message ends. */
  Hold(KillPoint point, String of, int times, InputStream release, PrintStream says) {
    this.point = point;
    this.of = of;
    this.left = new AtomicInteger(times);
    this.release = release;
    this.says = says;
  }

  @Override
  public void passed(KillPoint now) {
    if (now == point && left.decrementAndGet() == 0) {
      says.println("held at " + point.word() + of);
      says.flush();
      hold();
    }
  }

  private void hold() {
    try {
      if (release.read() >= 0) {
        return;
      }
    } catch (IOException e) {
      says.println("cannot be let go, for stdin cannot be read: " + e.getMessage());
    }
    while (true) { // nobody is there to let it go
      LockSupport.park();
    }
  }
}
