package io.fleetman.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fleetman.store.FaultyObjectStore.Fault;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a caller sees of each fault; decisions are tested against exactly this. */
class FaultyObjectStoreTest {
  private final InMemoryObjectStore memory = new InMemoryObjectStore();
  private final FaultyObjectStore store = new FaultyObjectStore(memory);

  private PutResult create(String text) {
    return store.put("a.json", text.getBytes(UTF_8), Precondition.ABSENT);
  }

  private StoreException.Unavailable fails(Fault fault) {
    store.next(_ -> true, fault);
    return catchThrowableOfType(StoreException.Unavailable.class, () -> create("one"));
  }

  @ParameterizedTest
  @EnumSource(names = {"UNREACHABLE", "LANDS_LATE", "HUNG", "SERVER_ERROR"})
  void whoIsNotAnsweredCannotKnowThatNothingWasDone(Fault fault) {
    assertThat(fails(fault).mayHaveLanded()).isTrue();
    assertThat(memory.keys()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"CONFLICT", "SLOW_DOWN"})
  void a409AndA503SayThatNothingWasDone(Fault fault) {
    assertThat(fails(fault).mayHaveLanded()).isFalse();
    assertThat(memory.keys()).isEmpty();
  }

  @Test
  void aLostAnswerHidesAWriteThatWasDone() {
    assertThat(fails(Fault.ANSWER_LOST).mayHaveLanded()).isTrue();
    assertThat(memory.text("a.json")).isEqualTo("one");
  }

  @Test
  void aLateWriteLandsUnderTheConditionItWasSentWith() {
    var _ = fails(Fault.LANDS_LATE);
    var _ = create("two");
    store.landLateWrites();
    assertThat(memory.text("a.json")).isEqualTo("two");
  }

  @Test
  void a412IsTrueOrNotAndSaysNothingOfWhatWasDone() {
    store.next(_ -> true, Fault.REFUSED).next(_ -> true, Fault.DONE_BUT_REFUSED);
    assertThat(create("one")).isEqualTo(new PutResult.Refused());
    assertThat(memory.keys()).isEmpty();
    assertThat(create("one")).isEqualTo(new PutResult.Refused());
    assertThat(memory.text("a.json")).isEqualTo("one");
  }

  @Test
  void aHungRequestTakesAsLongAsTheClientsLimit() {
    List<Duration> hung = new ArrayList<>();
    store.whileHanging(hung::add);
    var _ = fails(Fault.HUNG);
    assertThat(hung).containsExactly(Duration.ofSeconds(30));
  }

  @Test
  void readsMayBeStaleOrWronglyAbsentAndListingsStale() {
    memory.plant("a.json", "one");
    ListPage before = store.list("", null, null);
    var _ = store.put("a.json", "two".getBytes(UTF_8), Precondition.NONE);
    var _ = store.put("b.json", "three".getBytes(UTF_8), Precondition.NONE);
    store
        .next(_ -> true, Fault.STALE)
        .next(_ -> true, Fault.NOT_FOUND)
        .next(_ -> true, Fault.STALE_LIST);
    assertThat(((GetResult.Found) store.get("a.json")).body()).isEqualTo("one".getBytes(UTF_8));
    assertThat(store.get("a.json")).isEqualTo(new GetResult.Absent());
    assertThat(store.list("", null, null)).isEqualTo(before);
    assertThat(store.list("", null, null).objects()).hasSize(2);
  }

  @Test
  void bodiesAreCutOrNeverEnd() throws IOException {
    memory.plant("a", "0123456789");
    store.next(_ -> true, Fault.CUT).next(_ -> true, Fault.ENDLESS);
    try (ObjectBody cut = store.open("a")) {
      assertThatThrownBy(() -> cut.stream().readAllBytes())
          .isInstanceOf(StoreException.Unavailable.class);
    }
    try (ObjectBody endless = store.open("a")) {
      assertThat(endless.stream().readNBytes(1000)).startsWith("0123456789".getBytes(UTF_8));
      assertThatThrownBy(() -> endless.stream().readAllBytes())
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("for ever");
    }
  }

  @Test
  void theSameSeedFailsTheSameRequests() {
    assertThat(failures(1)).isEqualTo(failures(1)).isNotEqualTo(failures(2));
  }

  private List<Integer> failures(long seed) {
    FaultyObjectStore random =
        new FaultyObjectStore(new InMemoryObjectStore()).randomly(seed, 0.3, Fault.values());
    List<Integer> failed = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      try {
        var _ = random.put("k" + i, new byte[0], Precondition.NONE);
      } catch (StoreException e) {
        failed.add(i);
      }
    }
    return failed;
  }
}
