package io.fleetman.job.gate;

import io.fleetman.codec.DocumentException;
import io.fleetman.job.Claim;
import io.fleetman.job.JobOutput;
import io.fleetman.job.NodeStatus;
import io.fleetman.job.Slot;
import io.fleetman.job.SlotRef;
import io.fleetman.job.Verdict;
import io.fleetman.layout.JobKeys;
import io.fleetman.layout.NodeId;
import io.fleetman.store.DocumentStore;
import io.fleetman.store.FanOut;
import io.fleetman.store.ListPage;
import io.fleetman.store.Read;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads an execution's gates: a listing, and the bodies that the question needs. Claims, slots and
 * verdicts never change, so a body that was read once is not read again.
 */
public final class GateReader {
  private static final int AT_ONCE = 32;

  private final DocumentStore documents;
  private final Run run;
  private final Map<String, Object> bodies = new ConcurrentHashMap<>();

  /** For this execution. */
  public GateReader(DocumentStore documents, Run run) {
    this.documents = documents;
    this.run = run;
  }

  /** The execution. */
  public Run run() {
    return run;
  }

  /** All of its nodes. */
  public Board all() {
    return read(run.job().targets());
  }

  /**
   * These nodes, and those that hold the newest slots.
   *
   * @throws io.fleetman.store.StoreException if the store did not answer: then nothing is known
   */
  public Board read(Collection<NodeId> nodes) {
    Gates gates = list();
    SortedMap<SlotRef, Slot> slots = slots(gates);
    Set<NodeId> asked = new TreeSet<>(nodes);
    slots.values().forEach(slot -> asked.add(slot.node()));
    Set<Gates.Key> keys =
        gates.claims().keySet().stream()
            .filter(k -> asked.contains(k.node()))
            .collect(Collectors.toSet());
    FanOut.forEach(keys, AT_ONCE, key -> fetch(gates, key));
    Map<Gates.Key, Verdict> verdicts = new HashMap<>();
    SortedMap<NodeId, Standing> standings = new TreeMap<>();
    for (NodeId node : asked) {
      standings.put(node, standing(gates, node, verdicts));
    }
    return new Board(run, gates, standings, verdicts, slots);
  }

  private Gates list() {
    List<ListPage.Entry> entries = new ArrayList<>();
    Instant now = null;
    String next = null;
    do {
      ListPage page = documents.objects().list(JobKeys.gates(run.job().id()), null, next);
      entries.addAll(page.objects());
      now = now == null ? page.storeNow() : now; // the oldest: no age is taken for more than it is
      next = page.next();
    } while (next != null);
    return Gates.of(entries, now);
  }

  private SortedMap<SlotRef, Slot> slots(Gates gates) {
    Map<SlotRef, Slot> found = new ConcurrentHashMap<>();
    FanOut.forEach(
        gates.heads().entrySet(),
        AT_ONCE,
        head -> {
          SlotRef ref = new SlotRef(head.getKey(), head.getValue().generation());
          String key = JobKeys.slot(run.job().id(), ref.chain(), ref.generation());
          Slot slot = body(key, Slot.class, _ -> null); // its chain goes on no more
          if (slot != null) {
            found.put(ref, slot);
          }
        });
    SortedMap<SlotRef, Slot> sorted = new TreeMap<>(Board.BY_CHAIN);
    sorted.putAll(found);
    return sorted;
  }

  private void fetch(Gates gates, Gates.Key key) {
    if (gates.verdicts().containsKey(key)) {
      var _ = verdict(key);
    } else {
      var _ = claim(key);
    }
  }

  private Standing standing(Gates gates, NodeId node, Map<Gates.Key, Verdict> verdicts) {
    History history = new History(run);
    OptionalInt next = history.next();
    while (next.isPresent()) {
      Gates.Key key = new Gates.Key(node, next.getAsInt());
      Instant claimed = gates.claims().get(key);
      Instant judged = gates.verdicts().get(key);
      if (judged != null) {
        Verdict verdict = verdict(key);
        if (verdict == null) {
          break; // being pruned
        }
        verdicts.put(key, verdict);
        history.judged(verdict, judged);
      } else if (claimed != null) {
        Claim claim = claim(key);
        if (claim == null) {
          break; // being pruned
        }
        history.claimed(claim, claimed);
      } else {
        break;
      }
      next = history.next();
    }
    return history.standing();
  }

  private @Nullable Verdict verdict(Gates.Key key) {
    String at = JobKeys.verdict(run.job().id(), key.node(), key.attempt());
    return body(at, Verdict.class, problem -> unreadable(key, problem));
  }

  private @Nullable Claim claim(Gates.Key key) {
    String at = JobKeys.claim(run.job().id(), key.node(), key.attempt());
    // Somebody has it, whoever that is: without a verdict it is LOST in the end.
    return body(at, Claim.class, _ -> new Claim.Taken("", "unknown"));
  }

  // It stands for ever, and one node's must not hide what all the others came to.
  private static Verdict unreadable(Gates.Key key, String problem) {
    return new Verdict(
        key.node(),
        key.attempt(),
        NodeStatus.FAILED,
        false,
        "what came of it cannot be read: " + problem,
        null,
        null,
        List.of(),
        JobOutput.NONE,
        null,
        Instant.EPOCH,
        "unknown");
  }

  private <T> @Nullable T body(
      String key, Class<T> type, Function<String, @Nullable T> unreadable) {
    Object known = bodies.get(key);
    if (known == null) {
      known = read(key, type, unreadable);
      if (known != null) {
        bodies.put(key, known);
      }
    }
    return type.cast(known);
  }

  private <T> @Nullable T read(
      String key, Class<T> type, Function<String, @Nullable T> unreadable) {
    try {
      return documents.read(key, type) instanceof Read.Found<T> found ? found.value() : null;
    } catch (DocumentException e) {
      return unreadable.apply(e.getMessage());
    }
  }
}
