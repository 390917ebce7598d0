package io.fleetman.store.probe;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fleetman.layout.Keys;
import io.fleetman.store.ETag;
import io.fleetman.store.GetResult;
import io.fleetman.store.ListPage;
import io.fleetman.store.ObjectStore;
import io.fleetman.store.Precondition;
import io.fleetman.store.PutResult;
import io.fleetman.store.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries a store's rules on keys of its own (invariant 23), and deletes them afterwards. A store
 * that does not answer is not judged: {@link StoreException.Unavailable} comes through, and so does
 * whatever stops the very first write, for that is about keys and buckets.
 */
public final class Probe {
  private static final Logger log = LoggerFactory.getLogger(Probe.class);
  private static final int ROUNDS = 20;
  private static final Set<Rule> QUICK =
      Set.of(
          Rule.READ_BACK,
          Rule.CREATE,
          Rule.CREATE_ONLY,
          Rule.SWAP,
          Rule.STALE_SWAP,
          Rule.LIST_AFTER_WRITE);

  private final ObjectStore store;
  private final String folder;
  private final Map<Rule, Finding> findings = new EnumMap<>(Rule.class);

  private Probe(ObjectStore store, String id) {
    this.store = store;
    this.folder = Keys.probe(id);
  }

  /**
   * What must hold at every start, in about fifteen small requests.
   *
   * @param id a fresh one
   */
  public static ProbeReport quick(ObjectStore store, String id) {
    return new Probe(store, id).run(QUICK);
  }

  /**
   * All rules, with 20 rounds of 32 racing writers, twice: about 1,400 requests.
   *
   * @param id a fresh one
   */
  public static ProbeReport full(ObjectStore store, String id) {
    return new Probe(store, id).run(Set.of(Rule.values()));
  }

  private ProbeReport run(Set<Rule> wanted) {
    try {
      for (Rule rule : Rule.values()) {
        findings.put(
            rule,
            wanted.contains(rule) ? tried(rule) : Finding.skipped(rule, "only in a full probe"));
      }
    } finally {
      if (findings.containsKey(Rule.READ_BACK)) {
        cleanUp(); // otherwise not even the first write was answered
      }
    }
    return new ProbeReport(store.toString(), List.copyOf(findings.values()));
  }

  private Finding tried(Rule rule) {
    if (rule == Rule.READ_BACK) {
      return readBack();
    }
    try {
      return switch (rule) {
        case READ_BACK -> throw new IllegalStateException("tried above");
        case CREATE -> create();
        case CREATE_ONLY -> createOnly();
        case SWAP -> swap();
        case STALE_SWAP -> staleSwap();
        case LIST_AFTER_WRITE -> listAfterWrite();
        case CHANGE_SEEN -> changeSeen();
        case UNCHANGED -> unchanged();
        case STORE_CLOCK -> storeClock();
        case COPY -> copy();
        case DELETE -> delete();
        case CREATE_RACE -> with(Rule.CREATE_ONLY, rule, () -> createRace());
        case SWAP_RACE -> with(Rule.STALE_SWAP, rule, () -> swapRace());
      };
    } catch (StoreException.Unavailable e) {
      throw e; // says nothing about the rule
    } catch (StoreException e) {
      return Finding.failed(rule, String.valueOf(e.getMessage()));
    }
  }

  private Finding with(Rule needed, Rule rule, Supplier<Finding> trial) {
    Finding before = findings.get(needed);
    return before != null && before.outcome() == Finding.Outcome.OK
        ? trial.get()
        : Finding.skipped(rule, "without " + needed.title() + " there is nothing to try");
  }

  private Finding readBack() {
    put("read-back", "1", Precondition.NONE);
    return verdict(Rule.READ_BACK, "1".equals(text("read-back")), "other bytes came back");
  }

  private Finding create() {
    boolean written = put("create", "1", Precondition.ABSENT) instanceof PutResult.Written;
    return verdict(Rule.CREATE, written, "a create where nothing was is refused");
  }

  private Finding createOnly() {
    boolean refused = put("create", "2", Precondition.ABSENT) instanceof PutResult.Refused;
    return verdict(
        Rule.CREATE_ONLY,
        refused && "1".equals(text("create")),
        "a second create overwrites the first: If-None-Match is ignored");
  }

  private Finding swap() {
    ETag before = etag("create");
    boolean written =
        before != null
            && put("create", "3", Precondition.matches(before)) instanceof PutResult.Written;
    return verdict(
        Rule.SWAP, written && "3".equals(text("create")), "a swap from what was read is refused");
  }

  private Finding staleSwap() {
    ETag old = etag("create");
    if (old == null) {
      return Finding.skipped(Rule.STALE_SWAP, "without create there is nothing to try");
    }
    put("create", "4", Precondition.NONE);
    boolean refused = put("create", "5", Precondition.matches(old)) instanceof PutResult.Refused;
    return verdict(
        Rule.STALE_SWAP,
        refused && "4".equals(text("create")),
        "a stale swap overwrites a newer object: If-Match is ignored");
  }

  private Finding listAfterWrite() {
    ListPage page = store.list(folder, "/", null);
    boolean seen = page.objects().stream().anyMatch(e -> e.key().equals(folder + "create"));
    return verdict(Rule.LIST_AFTER_WRITE, seen, "an object that was just written is not listed");
  }

  private Finding changeSeen() {
    put("changing", "1", Precondition.NONE);
    ETag first = etag("changing");
    put("changing", "2", Precondition.NONE);
    boolean seen =
        first != null
            && store.getIfChanged(folder + "changing", first) instanceof GetResult.Found found
            && new String(found.body(), UTF_8).equals("2");
    return verdict(Rule.CHANGE_SEEN, seen, "a change is not seen: If-None-Match is wrong on GET");
  }

  private Finding unchanged() {
    ETag now = etag("changing");
    boolean unchanged =
        now != null && store.getIfChanged(folder + "changing", now) instanceof GetResult.Unchanged;
    return verdict(Rule.UNCHANGED, unchanged, "an unchanged object is sent again each time");
  }

  private Finding storeClock() {
    boolean sane =
        store.get(folder + "changing") instanceof GetResult.Found found
            && Duration.between(found.lastModified(), found.storeNow()).abs().toMinutes() < 2;
    return verdict(Rule.STORE_CLOCK, sane, "its Date does not fit its own Last-Modified");
  }

  private Finding copy() {
    store.copy(folder + "changing", folder + "copy of it+1");
    return verdict(Rule.COPY, "2".equals(text("copy of it+1")), "the copy has other bytes");
  }

  private Finding delete() {
    store.delete(folder + "changing");
    boolean gone = store.get(folder + "changing") instanceof GetResult.Absent;
    return verdict(Rule.DELETE, gone, "a deleted object is still there");
  }

  private Finding createRace() {
    return races(Rule.CREATE_RACE, "creates", _ -> Precondition.ABSENT);
  }

  private Finding swapRace() {
    return races(
        Rule.SWAP_RACE,
        "swaps",
        name ->
            put(name, "start", Precondition.NONE) instanceof PutResult.Written written
                ? Precondition.matches(written.etag())
                : Precondition.ABSENT);
  }

  private interface Start {
    Precondition of(String name);
  }

  private Finding races(Rule rule, String what, Start start) {
    Race race = new Race(store);
    int unfair = 0;
    for (int round = 0; round < ROUNDS; round++) {
      String name = "race-" + what + "-" + round;
      unfair += race.run(folder + name, start.of(name)).isFair() ? 0 : 1;
    }
    return verdict(
        rule,
        unfair == 0,
        "of %d racing %s not exactly one won in %d of %d rounds"
            .formatted(Race.RACERS, what, unfair, ROUNDS));
  }

  private static Finding verdict(Rule rule, boolean kept, String otherwise) {
    return kept ? Finding.ok(rule, "kept") : Finding.failed(rule, otherwise);
  }

  private PutResult put(String name, String body, Precondition precondition) {
    return store.put(folder + name, body.getBytes(UTF_8), precondition);
  }

  private @Nullable String text(String name) {
    return store.get(folder + name) instanceof GetResult.Found found
        ? new String(found.body(), UTF_8)
        : null;
  }

  private @Nullable ETag etag(String name) {
    return store.get(folder + name) instanceof GetResult.Found found ? found.etag() : null;
  }

  // What stays behind is small, and under a key that anybody may delete.
  private void cleanUp() {
    try {
      List<String> keys = new ArrayList<>();
      store.list(folder, null, null).objects().forEach(e -> keys.add(e.key()));
      store.deleteAll(keys);
    } catch (StoreException e) {
      log.warn("the probe's objects stay behind: {}", e.getMessage());
    }
  }
}
