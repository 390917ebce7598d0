package io.fleetman.agent.job;

import io.fleetman.agent.activate.Outcome;
import io.fleetman.agent.activate.Steps;
import io.fleetman.job.StepInput;
import io.fleetman.layout.CellId;

/** The cells of this node, as steps may use them. */
@FunctionalInterface
public interface Services {
  /** Does it through the cell's profile, while nobody else is at work on the cell. */
  Outcome operate(CellId cell, StepInput.Service.Action action, Steps steps)
      throws InterruptedException;
}
