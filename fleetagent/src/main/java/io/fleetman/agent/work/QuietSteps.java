package io.fleetman.agent.work;

import io.fleetman.agent.activate.Steps;
import io.fleetman.document.CellState;

/**
 * Steps of an action that is only the first part of another: they are not shown, and may be
 * cancelled as the whole.
 */
record QuietSteps(Steps whole) implements Steps {
  @Override
  public void entered(CellState state) {}

  @Override
  public boolean overtaken() {
    return whole.overtaken();
  }

  @Override
  public boolean cancelled() {
    return whole.cancelled();
  }
}
