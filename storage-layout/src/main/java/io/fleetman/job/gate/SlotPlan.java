package io.fleetman.job.gate;

import io.fleetman.job.SlotRef;
import io.fleetman.layout.NodeId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Which slot an attempt takes. Pure. */
sealed interface SlotPlan {
  /** It holds this one already. */
  record Held(SlotRef slot) implements SlotPlan {}

  /**
   * This one is free.
   *
   * @param failures of the attempts that held the chain's earlier generations
   */
  record Take(SlotRef slot, int failures) implements SlotPlan {}

  /** All are held by attempts that have not ended. */
  record Full() implements SlotPlan {}

  /** For an attempt of a node. */
  static SlotPlan of(Board board, NodeId node, int attempt) {
    SlotRef held = board.held(node, attempt).orElse(null);
    if (held != null) {
      return new Held(held);
    }
    List<NodeId> targets = board.run().job().targets();
    int chains = board.run().job().policy().slots(targets.size());
    int home = Math.floorMod(targets.indexOf(node), chains);
    Map<Integer, SlotRef> heads = HashMap.newHashMap(board.slots().size());
    board.slots().keySet().forEach(ref -> heads.put(ref.chain(), ref));
    for (int i = 0; i < chains; i++) {
      int chain = (home + i) % chains;
      SlotRef head = heads.get(chain);
      if (head == null && !board.gates().heads().containsKey(chain)) {
        return new Take(new SlotRef(chain, 0), 0);
      }
      if (head != null && board.over(Objects.requireNonNull(board.slots().get(head)))) {
        return new Take(new SlotRef(chain, head.generation() + 1), board.failures(head));
      }
    }
    return new Full();
  }
}
