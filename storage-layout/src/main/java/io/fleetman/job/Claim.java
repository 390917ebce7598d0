package io.fleetman.job;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.fleetman.document.Author;
import io.fleetman.document.Defaults;

/**
 * {@code jobs/gates/<execution>/claims/<node>/<attempt>}: who decides on the attempt; whoever
 * created it (invariant 19). Only {@link Taken} lets it run. {@link Canceled} and {@link Expired}
 * end the node's share; after {@link Passed} the node waits for its turn again, as its next
 * attempt.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Claim.Taken.class, name = "taken"),
  @JsonSubTypes.Type(value = Claim.Canceled.class, name = "canceled"),
  @JsonSubTypes.Type(value = Claim.Expired.class, name = "expired"),
  @JsonSubTypes.Type(value = Claim.Passed.class, name = "passed")
})
public sealed interface Claim {
  /**
   * The node's agent begins the attempt, or rejects it.
   *
   * @param nonce random, made and kept durably by the agent before it was put, by which it knows
   *     its own claim again
   * @param incarnation of the agent
   */
  record Taken(String nonce, String incarnation) implements Claim {
    /** What was left out is nobody's. */
    public Taken {
      nonce = Defaults.or(nonce, "");
      incarnation = Defaults.or(incarnation, "");
    }
  }

  /**
   * It was canceled before it began: by somebody, or since the execution was aborted.
   *
   * @param reason one sentence
   * @param author who did it
   */
  record Canceled(String reason, Author author) implements Claim {}

  /**
   * It was not begun in time.
   *
   * @param reason one sentence
   * @param author who found it
   */
  record Expired(String reason, Author author) implements Claim {}

  /**
   * Its turn went to others: it held a slot and was not begun.
   *
   * @param reason one sentence
   * @param author who found it
   */
  record Passed(String reason, Author author) implements Claim {}
}
