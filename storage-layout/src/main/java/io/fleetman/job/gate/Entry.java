package io.fleetman.job.gate;

import io.fleetman.job.SlotRef;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Whether an attempt may begin. */
public sealed interface Entry {
  /**
   * It is this agent's: begin at once.
   *
   * @param slot the one that it holds, for its verdict; null: none is needed
   * @param age how long ago its claim was put, at most: the hard limit counts from there
   */
  record Begin(@Nullable SlotRef slot, Duration age) implements Entry {}

  /**
   * Not yet; ask again.
   *
   * @param reason what it waits for, one sentence
   * @param pause after which it is worth to ask
   * @param inLine whether it could begin at any moment, so that nothing else of the node begins
   *     before it
   */
  record Wait(String reason, Duration pause, boolean inLine) implements Entry {}

  /**
   * Never: somebody else decided on it.
   *
   * @param reason one sentence
   */
  record Over(String reason) implements Entry {}
}
