package io.fleetman.agent.report;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the agent may act. It may once its incarnation stands in the heartbeat, and no more when
 * it found another's there, or is to end.
 */
public final class Duty {
  private static final Logger LOG = LoggerFactory.getLogger(Duty.class);

  private boolean taken;
  private boolean ending;
  private @Nullable String stoodDown;

  /** The heartbeat is this agent's now. */
  public synchronized void take() {
    taken = true;
    notifyAll();
  }

  /** Stops acting, until the agent is started again; services keep running. */
  public synchronized void standDown(String reason) {
    if (stoodDown == null) {
      stoodDown = reason;
      LOG.error("{}", reason);
      notifyAll();
    }
  }

  /** The agent is to end. */
  public synchronized void end() {
    ending = true;
    notifyAll();
  }

  /** Whether it may act now. */
  public synchronized boolean mayAct() {
    return taken && !ending && stoodDown == null;
  }

  /** Whether it will not act again. */
  public synchronized boolean over() {
    return ending || stoodDown != null;
  }

  /** Why it stopped acting; null if it did not. */
  public synchronized @Nullable String stoodDown() {
    return stoodDown;
  }

  /**
   * Waits until it may act.
   *
   * @return false if it never will
   */
  public synchronized boolean awaitTaken() throws InterruptedException {
    while (!taken && !ending && stoodDown == null) {
      wait();
    }
    return mayAct();
  }
}
