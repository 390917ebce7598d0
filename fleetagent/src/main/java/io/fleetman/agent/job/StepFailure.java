package io.fleetman.agent.job;

/** A step that cannot be done; the message continues "step 'x' ...". */
final class StepFailure extends Exception {
  private static final long serialVersionUID = 1L;

  StepFailure(String message) {
    super(message);
  }
}
