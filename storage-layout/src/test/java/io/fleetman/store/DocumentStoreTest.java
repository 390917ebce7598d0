package io.fleetman.store;

import static io.fleetman.store.FaultyObjectStore.kind;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleetman.codec.DocumentException;
import io.fleetman.document.Doorbell;
import io.fleetman.store.FaultyObjectStore.Fault;
import java.time.Duration;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Invariants 6 and 7: a lost answer is settled by reading back, and nobody's write is lost. */
class DocumentStoreTest {
  private static final String KEY = "a.json";
  private static final Predicate<Request> PUT = kind(Request.Kind.PUT);

  private final ManualClock clock = new ManualClock();
  private final InMemoryObjectStore memory = new InMemoryObjectStore(clock);
  private final FaultyObjectStore faulty = new FaultyObjectStore(memory);
  private final DocumentStore mine = new DocumentStore(faulty);
  private final DocumentStore theirs = new DocumentStore(memory);

  @Test
  void whatIsWrittenIsReadBackWithItsAge() {
    create(theirs, "1");
    clock.advance(Duration.ofMinutes(3));

    Read<Doorbell> read = mine.read(KEY, Doorbell.class);

    assertThat(read.found()).contains(new Doorbell("1"));
    assertThat(((Read.Found<Doorbell>) read).age()).isEqualTo(Duration.ofMinutes(3));
  }

  @Test
  void aCreateThatWasDoneThoughItsAnswerWasLostIsDone() {
    faulty.next(PUT, Fault.ANSWER_LOST);

    assertThat(create(mine, "1")).isInstanceOf(WriteResult.Written.class);
    assertThat(id()).isEqualTo("1");
  }

  @Test
  void aSwapThatWasDoneThoughItsAnswerWasLostIsDone() {
    create(theirs, "1");
    Read<Doorbell> read = mine.read(KEY, Doorbell.class);
    faulty.next(PUT, Fault.ANSWER_LOST);

    assertThat(mine.replace(KEY, new Doorbell("2"), Doorbell.class, read))
        .isInstanceOf(WriteResult.Written.class);
    assertThat(id()).isEqualTo("2");
  }

  @Test
  void aWriteThatNeverReachedTheStoreIsSentAgain() {
    faulty.next(PUT, Fault.UNREACHABLE).next(PUT, Fault.UNREACHABLE);

    assertThat(create(mine, "1")).isInstanceOf(WriteResult.Written.class);
    assertThat(id()).isEqualTo("1");
  }

  @Test
  void aRaceThatWasLostIsToldWithWhatStandsThereAndIsNotRepeated() {
    Read<Doorbell> read = mine.read(KEY, Doorbell.class);
    create(theirs, "theirs");

    WriteResult<Doorbell> result = mine.replace(KEY, new Doorbell("mine"), Doorbell.class, read);

    assertThat(result)
        .isInstanceOfSatisfying(
            WriteResult.Lost.class,
            lost -> assertThat(lost.current()).asString().contains("theirs"));
    assertThat(id()).isEqualTo("theirs");
  }

  @Test
  void aWriteThatLandsLateDoesNotOverwriteItsSuccessor() {
    create(theirs, "1");
    Read<Doorbell> read = mine.read(KEY, Doorbell.class);
    faulty.next(PUT, Fault.LANDS_LATE);
    mine.replace(KEY, new Doorbell("2"), Doorbell.class, read);
    Read<Doorbell> second = theirs.read(KEY, Doorbell.class);
    theirs.replace(KEY, new Doorbell("3"), Doorbell.class, second);

    faulty.landLateWrites();

    assertThat(id()).isEqualTo("3");
  }

  @Test
  void whatStaysUnknownIsSaidSo() {
    faulty.always(PUT, Fault.ANSWER_LOST).always(kind(Request.Kind.GET), Fault.UNREACHABLE);

    assertThatThrownBy(() -> create(mine, "1"))
        .isInstanceOf(StoreException.Unavailable.class)
        .extracting(e -> ((StoreException) e).isTransient())
        .isEqualTo(true);
  }

  @Test
  void aDenialIsNotTriedAgain() {
    faulty.always(PUT, Fault.DENIED);

    assertThatThrownBy(() -> create(mine, "1")).isInstanceOf(StoreException.AccessDenied.class);
    assertThat(memory.count()).isZero();
  }

  @Test
  void aDocumentThatCannotBeUnderstoodIsNamedByItsKey() {
    memory.plant(KEY, "{\"kind\": \"trigger\", \"id\": \"1\"}");
    assertThatThrownBy(() -> mine.read(KEY, Doorbell.class))
        .isInstanceOf(DocumentException.class)
        .hasMessage("a.json is of kind 'trigger', not 'doorbell'");
  }

  private static WriteResult<Doorbell> create(DocumentStore store, String id) {
    return store.create(KEY, new Doorbell(id), Doorbell.class);
  }

  private String id() {
    return theirs.read(KEY, Doorbell.class).found().orElseThrow().id();
  }
}
