package io.fleetman.job;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What came of a step.
 *
 * @param name the step's
 * @param status SUCCEEDED, FAILED, TIMED_OUT or CANCELED
 * @param exitCode of its process; null if there was none, or it was killed
 * @param tries how often it was tried
 * @param millis how long it took, all tries together
 * @param reason why it did not succeed, one sentence; null if it did
 */
public record StepResult(
    String name,
    NodeStatus status,
    @Nullable Integer exitCode,
    int tries,
    long millis,
    @Nullable String reason) {
  /**
   * @throws NullPointerException if it does not say which step, and what came of it
   */
  public StepResult {
    Objects.requireNonNull(name, "name is missing");
    Objects.requireNonNull(status, "status is missing");
  }
}
