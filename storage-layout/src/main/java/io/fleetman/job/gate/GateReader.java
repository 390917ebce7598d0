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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads an execution's gates: a listing, and the bodies that the question needs. Claims, slots and
 * verdicts never change, so a body that was read once is not read again.
 */
public final class GateReader {
  private static final int AT_ONCE = 32;

  private final DocumentStore documents;
  private final Run run;
  private final Map<Gates.Key, Verdict> verdicts = new ConcurrentHashMap<>();
  private final Map<Gates.Key, Claim> claims = new ConcurrentHashMap<>();
  private final Map<SlotRef, Slot> slots = new ConcurrentHashMap<>();

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
    SortedMap<SlotRef, Slot> newest = newest(gates);
    Set<NodeId> asked = new HashSet<>(nodes);
    newest.values().forEach(slot -> asked.add(slot.node()));
    FanOut.forEach(missing(gates, asked), AT_ONCE, key -> fetch(gates, key));
    Map<Gates.Key, Verdict> said = new HashMap<>();
    SortedMap<NodeId, Standing> standings = new TreeMap<>();
    for (NodeId node : asked) {
      standings.put(node, standing(gates, node, said));
    }
    return new Board(run, gates, standings, said, newest);
  }

  private List<Gates.Key> missing(Gates gates, Set<NodeId> asked) {
    List<Gates.Key> missing = new ArrayList<>();
    for (NodeId node : asked) {
      Gates.Key key = new Gates.Key(node, 1);
      while (gates.claims().containsKey(key)) {
        Map<Gates.Key, ?> known = gates.verdicts().containsKey(key) ? verdicts : claims;
        if (!known.containsKey(key)) {
          missing.add(key);
        }
        key = new Gates.Key(node, key.attempt() + 1);
      }
    }
    return missing;
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
    return Gates.of(run.job().id(), entries, now);
  }

  private SortedMap<SlotRef, Slot> newest(Gates gates) {
    List<SlotRef> heads = new ArrayList<>(gates.heads().size());
    gates.heads().forEach((chain, head) -> heads.add(new SlotRef(chain, head.generation())));
    FanOut.forEach(
        heads.stream().filter(ref -> !slots.containsKey(ref)).toList(), AT_ONCE, this::fetch);
    SortedMap<SlotRef, Slot> found = new TreeMap<>(Board.BY_CHAIN);
    for (SlotRef ref : heads) {
      Slot slot = slots.get(ref);
      if (slot != null) {
        found.put(ref, slot);
      }
    }
    return found;
  }

  private void fetch(SlotRef ref) {
    String key = JobKeys.slot(run.job().id(), ref.chain(), ref.generation());
    Slot slot = read(key, Slot.class, _ -> null); // its chain goes on no more
    if (slot != null) {
      slots.put(ref, slot);
    }
  }

  private void fetch(Gates gates, Gates.Key key) {
    if (gates.verdicts().containsKey(key)) {
      var _ = verdict(key);
    } else {
      var _ = claim(key);
    }
  }

  private Standing standing(Gates gates, NodeId node, Map<Gates.Key, Verdict> said) {
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
        said.put(key, verdict);
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
    Verdict known = verdicts.get(key);
    if (known == null) {
      String at = JobKeys.verdict(run.job().id(), key.node(), key.attempt());
      known = read(at, Verdict.class, problem -> unreadable(key, problem));
      if (known != null) {
        verdicts.put(key, known);
      }
    }
    return known;
  }

  private @Nullable Claim claim(Gates.Key key) {
    Claim known = claims.get(key);
    if (known == null) {
      String at = JobKeys.claim(run.job().id(), key.node(), key.attempt());
      // Somebody has it, whoever that is: without a verdict it is LOST in the end.
      known = read(at, Claim.class, _ -> new Claim.Taken("", "unknown"));
      if (known != null) {
        claims.put(key, known);
      }
    }
    return known;
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

  private <T> @Nullable T read(
      String key, Class<T> type, Function<String, @Nullable T> unreadable) {
    try {
      return documents.read(key, type) instanceof Read.Found<T> found ? found.value() : null;
    } catch (DocumentException e) {
      return unreadable.apply(e.getMessage());
    }
  }
}
