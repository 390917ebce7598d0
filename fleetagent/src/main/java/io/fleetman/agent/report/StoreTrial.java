package io.fleetman.agent.report;

import io.fleetman.layout.NodeId;
import io.fleetman.store.ETag;
import io.fleetman.store.ObjectWriter;
import io.fleetman.store.Precondition;
import io.fleetman.store.PutResult;
import io.fleetman.store.StoreException;
import io.fleetman.store.probe.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Whether the store keeps the conditions that the agent relies on (invariant 23), tried on the
 * agent's own heartbeat, so that keys for this node alone are enough: what must be refused would
 * only write what stands there.
 */
final class StoreTrial {
  private static final Precondition STALE =
      Precondition.matches(new ETag("00000000000000000000000000000000"));

  private StoreTrial() {}

  /**
   * Tries.
   *
   * @param body what stands under the key
   * @return what the store lacks, in a sentence; null if it keeps the conditions
   * @throws StoreException if it does not answer: then nothing is known
   */
  static @Nullable String problem(ObjectWriter store, NodeId node, String key, byte[] body) {
    List<Rule> lacking = new ArrayList<>();
    if (store.put(key, body, STALE) instanceof PutResult.Written) {
      lacking.add(Rule.STALE_SWAP);
    }
    if (store.put(key, body, Precondition.ABSENT) instanceof PutResult.Written) {
      lacking.add(Rule.CREATE_ONLY);
    }
    return lacking.isEmpty()
        ? null
        : "the store lacks "
            + lacking.stream().map(Rule::title).collect(Collectors.joining(" and "))
            + ", so "
            + node
            + " does nothing: use another store, or say single_writer: true if only one ever"
            + " writes";
  }
}
