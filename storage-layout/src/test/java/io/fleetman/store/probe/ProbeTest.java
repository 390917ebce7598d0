package io.fleetman.store.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleetman.store.FaultyObjectStore;
import io.fleetman.store.GetResult;
import io.fleetman.store.InMemoryObjectStore;
import io.fleetman.store.ObjectStore;
import io.fleetman.store.Precondition;
import io.fleetman.store.PutResult;
import io.fleetman.store.Request;
import io.fleetman.store.StoreException;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Invariant 23: a store is judged by what it does, and named with what it lacks. */
class ProbeTest {
  private final InMemoryObjectStore memory = new InMemoryObjectStore();

  @Test
  void aGoodStoreKeepsEveryRuleAndIsLeftAsItWas() {
    memory.plant("manifests/web.json", "{}");

    ProbeReport report = Probe.full(memory, "p1");

    assertThat(report.findings()).hasSameSizeAs(Rule.values());
    assertThat(report.findings()).allMatch(f -> f.outcome() == Finding.Outcome.OK);
    assertThat(report.safeForManyWriters()).isTrue();
    assertThat(report.missing()).isEmpty();
    assertThat(report.outcomes()).containsEntry("swap-race", "ok");
    assertThat(memory.keys()).containsExactly("manifests/web.json");
  }

  @Test
  void theQuickProbeIsCheapEnoughForEveryStart() {
    ProbeReport report = Probe.quick(memory, "p1");

    assertThat(report.safeForManyWriters()).isTrue();
    assertThat(report.findings())
        .filteredOn(f -> f.outcome() == Finding.Outcome.SKIPPED)
        .extracting(Finding::rule)
        .contains(Rule.CREATE_RACE, Rule.SWAP_RACE)
        .doesNotContain(Rule.CREATE_ONLY);
    assertThat(memory.count()).isLessThanOrEqualTo(16);
  }

  @Test
  void aStoreThatIgnoresIfNoneMatchIsNamed() {
    ProbeReport report =
        Probe.full(
            new Careless(
                memory,
                (key, body, asked) ->
                    memory.put(
                        key,
                        body,
                        asked instanceof Precondition.Absent ? Precondition.NONE : asked)),
            "p1");

    assertThat(failed(report)).containsExactly(Rule.CREATE_ONLY);
    assertThat(report.usable()).isTrue();
    assertThat(report.safeForManyWriters()).isFalse();
    assertThat(report.missing())
        .isEqualTo(
            "the store at http://careless/fleet lacks create-only"
                + " (a second create overwrites the first: If-None-Match is ignored)");
  }

  @Test
  void aStoreThatIgnoresIfMatchIsNamed() {
    ProbeReport report =
        Probe.full(
            new Careless(
                memory,
                (key, body, asked) ->
                    memory.put(
                        key,
                        body,
                        asked instanceof Precondition.Matches ? Precondition.NONE : asked)),
            "p1");

    assertThat(failed(report)).containsExactly(Rule.STALE_SWAP);
    assertThat(report.safeForManyWriters()).isFalse();
  }

  @Test
  void aStoreWhoseSwapIsNotAtomicIsNamed() {
    ProbeReport report =
        Probe.full(
            new Careless(
                memory,
                (key, body, asked) -> {
                  if (!(asked instanceof Precondition.Matches m)) {
                    return memory.put(key, body, asked);
                  }
                  boolean same =
                      memory.get(key) instanceof GetResult.Found f && f.etag().equals(m.etag());
                  LockSupport.parkNanos(50_000); // between the look and the leap
                  return same ? memory.put(key, body, Precondition.NONE) : new PutResult.Refused();
                }),
            "p1");

    assertThat(failed(report)).containsExactly(Rule.SWAP_RACE);
    assertThat(report.missing()).contains("lacks atomic swap (of 32 racing swaps");
    assertThat(report.safeForManyWriters()).isFalse();
  }

  @Test
  void aStoreThatKnowsNoConditionsIsOfNoUse() {
    ProbeReport report =
        Probe.quick(
            new Careless(
                memory,
                (key, body, asked) -> {
                  if (!(asked instanceof Precondition.None)) {
                    throw new StoreException.Rejected("refused (501 NotImplemented)", null);
                  }
                  return memory.put(key, body, asked);
                }),
            "p1");

    assertThat(report.usable()).isFalse();
    assertThat(report.missing()).contains("create (refused (501 NotImplemented))");
  }

  @Test
  void aStoreThatDoesNotAnswerIsNotJudged() {
    FaultyObjectStore faulty =
        new FaultyObjectStore(memory)
            .always(FaultyObjectStore.kind(Request.Kind.LIST), FaultyObjectStore.Fault.UNREACHABLE);

    assertThatThrownBy(() -> Probe.quick(faulty, "p1"))
        .isInstanceOf(StoreException.Unavailable.class);
  }

  @Test
  void wrongKeysAreSaidAsSuch() {
    FaultyObjectStore faulty =
        new FaultyObjectStore(memory).always(_ -> true, FaultyObjectStore.Fault.DENIED);

    assertThatThrownBy(() -> Probe.quick(faulty, "p1"))
        .isInstanceOf(StoreException.AccessDenied.class);
  }

  private static List<Rule> failed(ProbeReport report) {
    return report.failures().stream().map(Finding::rule).toList();
  }

  /** How a careless store puts. */
  private interface Put {
    PutResult put(String key, byte[] body, Precondition asked);
  }

  /** A store that does as it should but for what a test makes it forget. */
  private static final class Careless extends FaultyObjectStore {
    private final Put put;

    Careless(ObjectStore inner, Put put) {
      super(inner);
      this.put = put;
    }

    @Override
    public PutResult put(String key, byte[] body, Precondition precondition) {
      return put.put(key, body, precondition);
    }

    @Override
    public String toString() {
      return "http://careless/fleet";
    }
  }
}
