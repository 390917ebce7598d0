package io.fleetman.agent.health;

/** What came of watching a service that was just started. */
public sealed interface Verdict {
  /** It is up, and stayed up. */
  record Healthy() implements Verdict {}

  /**
   * It is not.
   *
   * @param reason one sentence, without a capital or a full stop
   */
  record Unhealthy(String reason) implements Verdict {}

  /** Nobody wants to know any more. */
  record Cancelled() implements Verdict {}
}
