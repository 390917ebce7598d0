package io.fleetman.job;

import io.fleetman.document.Defaults;
import io.fleetman.document.Document;
import io.fleetman.layout.NodeId;
import java.util.Objects;

/**
 * {@code jobs/gates/<execution>/slots/<chain>/<generation>}: an attempt may run (invariant 20).
 * There are as many chains as may run at once; a generation follows only once the attempt that
 * holds the one before has ended.
 *
 * @param node whose
 * @param attempt which, from 1
 * @param failures of the attempts that held this chain's earlier generations
 * @param nonce the same as the claim's, so that an agent knows its own again
 */
public record Slot(NodeId node, int attempt, int failures, String nonce) implements Document {
  /**
   * @throws NullPointerException if it does not say whose it is
   */
  public Slot {
    Objects.requireNonNull(node, "node is missing");
    nonce = Defaults.or(nonce, "");
  }

  @Override
  public String kind() {
    return "slot";
  }
}
