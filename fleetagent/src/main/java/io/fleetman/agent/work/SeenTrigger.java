package io.fleetman.agent.work;

import io.fleetman.document.TriggerDocument;

/** A trigger as the store answered it; one that did not answer is never seen. */
public sealed interface SeenTrigger {
  /** The command's id. */
  String id();

  /** It can be understood. */
  record Understood(TriggerDocument trigger) implements SeenTrigger {
    @Override
    public String id() {
      return trigger.id();
    }
  }

  /**
   * It cannot.
   *
   * @param id stands for the command: the same bytes have the same one
   * @param reason what is wrong with it
   */
  record Garbled(String id, String reason) implements SeenTrigger {}
}
