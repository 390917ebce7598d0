package io.fleetman.job.gate;

import io.fleetman.layout.ExecutionId;
import io.fleetman.layout.KeyParser;
import io.fleetman.layout.KnownKey;
import io.fleetman.layout.NodeId;
import io.fleetman.store.ListPage;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a listing of an execution's gates shows: which keys are there, and since when. Pure.
 *
 * @param claims since when, by node and attempt
 * @param verdicts since when, by node and attempt
 * @param heads the newest slot of each chain
 * @param cancels the nodes that were asked to stop
 * @param aborted whether the latch is there
 * @param now the store's Date; null if it did not say
 */
public record Gates(
    Map<Key, Instant> claims,
    Map<Key, Instant> verdicts,
    SortedMap<Integer, Head> heads,
    Set<NodeId> cancels,
    boolean aborted,
    @Nullable Instant now) {
  /** An attempt of a node. */
  public record Key(NodeId node, int attempt) {}

  /** The newest slot of a chain. */
  record Head(int generation, Instant since) {}

  /** Of what was listed, in any order. */
  static Gates of(ExecutionId execution, List<ListPage.Entry> entries, @Nullable Instant now) {
    Map<Key, Instant> claims = HashMap.newHashMap(entries.size() / 2);
    Map<Key, Instant> verdicts = HashMap.newHashMap(entries.size() / 2);
    SortedMap<Integer, Head> heads = new TreeMap<>();
    Set<NodeId> cancels = new HashSet<>();
    boolean aborted = false;
    for (ListPage.Entry entry : entries) {
      Instant since = entry.lastModified();
      switch (KeyParser.gate(execution, entry.key()).orElse(null)) {
        case KnownKey.Claim c -> claims.put(new Key(c.node(), c.attempt()), since);
        case KnownKey.Verdict v -> verdicts.put(new Key(v.node(), v.attempt()), since);
        case KnownKey.Slot s ->
            heads.merge(
                s.chain(),
                new Head(s.generation(), since),
                (a, b) -> a.generation() > b.generation() ? a : b);
        case KnownKey.Cancel c -> cancels.add(c.node());
        case KnownKey.Abort _ -> aborted = true;
        case null, default -> {
          // a stranger, or what does not gate
        }
      }
    }
    return new Gates(claims, verdicts, heads, cancels, aborted, now);
  }
}
