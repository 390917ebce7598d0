package io.fleetman.agent.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleetman.agent.process.Pause;
import io.fleetman.codec.Sha256;
import io.fleetman.store.FaultyObjectStore;
import io.fleetman.store.FaultyObjectStore.Fault;
import io.fleetman.store.ForwardingObjectStore;
import io.fleetman.store.InMemoryObjectStore;
import io.fleetman.store.ObjectBody;
import io.fleetman.store.Precondition;
import io.fleetman.store.Request;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class FetcherTest {
  private static final int PART = 1000;

  @TempDir private Path folder = Path.of("");

  private final InMemoryObjectStore store = new InMemoryObjectStore();
  private final List<Duration> pauses = new ArrayList<>();
  private final Pause pause =
      new Pause() {
        @Override
        public long nanos() {
          return 0;
        }

        @Override
        public void sleep(Duration duration) {
          pauses.add(duration);
        }
      };
  private final Fetcher fetcher = new Fetcher(store, new Fanout(4), PART, pause);

  @ParameterizedTest
  @ValueSource(ints = {0, 1, PART, 2 * PART - 1, 2 * PART, 2 * PART + 1, 10 * PART})
  @DisplayName("A file of any size arrives as it was published, large ones in parts")
  void anySize(int size) throws Exception {
    byte[] bytes = stored(size);

    fetcher.fetch(List.of(item(size, Sha256.of(bytes))), () -> {});

    assertThat(folder.resolve("file")).hasBinaryContent(bytes);
  }

  @ParameterizedTest
  @ValueSource(ints = {PART, 5 * PART})
  @DisplayName(
      "Invariant 5: a byte that differs from the mark's hash is named, and no file is left")
  void wrongBytes(int size) {
    byte[] bytes = stored(size);
    String published = Sha256.of(bytes);
    bytes[size - 1]++;
    store.put("key", bytes, Precondition.NONE);

    assertThatThrownBy(() -> fetcher.fetch(List.of(item(size, published)), () -> {}))
        .isInstanceOf(FetchException.class)
        .hasMessageContaining("'file' is not what was published");
    assertThat(folder.resolve("file")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(ints = {PART, 5 * PART})
  @DisplayName("Invariant 5: an object that is shorter than the mark says is named")
  void tooShort(int size) {
    byte[] bytes = stored(size - 1);

    assertThatThrownBy(() -> fetcher.fetch(List.of(item(size, Sha256.of(bytes))), () -> {}))
        .isInstanceOf(FetchException.class)
        .hasMessageContaining("'file' is not what was published");
    assertThat(folder.resolve("file")).doesNotExist();
  }

  @Test
  @DisplayName("Half an object, with the length of that half, is asked for once more")
  void halfOnce() throws Exception {
    byte[] bytes = stored(PART);
    AtomicInteger asked = new AtomicInteger();
    ForwardingObjectStore halved =
        new ForwardingObjectStore(store) {
          @Override
          public ObjectBody open(String key) {
            return asked.incrementAndGet() == 1 ? super.open(key, 0, PART / 2) : super.open(key);
          }
        };

    new Fetcher(halved, new Fanout(1), PART, pause)
        .fetch(List.of(item(PART, Sha256.of(bytes))), () -> {});

    assertThat(folder.resolve("file")).hasBinaryContent(bytes);
    assertThat(asked).hasValue(2);
  }

  @Test
  @DisplayName("A store that denies for a while what a mark names is asked again")
  void falseAbsence() throws Exception {
    byte[] bytes = stored(PART);
    FaultyObjectStore faulty = new FaultyObjectStore(store);
    for (int i = 0; i < 5; i++) {
      faulty.next(r -> r.kind() == Request.Kind.OPEN, Fault.NOT_FOUND);
    }

    new Fetcher(faulty, new Fanout(1), PART, pause)
        .fetch(List.of(item(PART, Sha256.of(bytes))), () -> {});

    assertThat(folder.resolve("file")).hasBinaryContent(bytes);
    assertThat(pauses).extracting(Duration::toSeconds).containsExactly(1L, 2L, 4L, 8L, 16L);
  }

  @Test
  @DisplayName("Bytes that are not there in the end are named, and it is not tried for ever")
  void absence() {
    assertThatThrownBy(() -> fetcher.fetch(List.of(item(PART, "0".repeat(64))), () -> {}))
        .isInstanceOfSatisfying(FetchException.class, e -> assertThat(e.mayRetry()).isFalse())
        .hasMessageContaining("the store has no bytes for 'file' under key, asked 6 times");
  }

  @Test
  @DisplayName("Invariant 5: one GET a file or part, and no other request")
  void requests() throws Exception {
    byte[] bytes = stored(3 * PART + 1);

    fetcher.fetch(List.of(item(bytes.length, Sha256.of(bytes))), () -> {});

    assertThat(store.requests().stream().filter(r -> r.kind() != Request.Kind.PUT))
        .hasSize(4)
        .allMatch(r -> r.kind() == Request.Kind.OPEN);
  }

  @Test
  @DisplayName("Several callers share one bound")
  void bound() throws Exception {
    Fanout fanout = new Fanout(3);
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    List<Callable<Integer>> tasks =
        IntStream.range(0, 20)
            .<Callable<Integer>>mapToObj(
                _ ->
                    () -> {
                      int now = running.incrementAndGet();
                      most.accumulateAndGet(now, Math::max);
                      Thread.sleep(5);
                      return running.decrementAndGet();
                    })
            .toList();
    Thread other =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    fanout.run(tasks);
                  } catch (Exception e) {
                    most.set(-1);
                  }
                });
    fanout.run(tasks);
    other.join();
    assertThat(most).hasValueBetween(2, 3);
  }

  private byte[] stored(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    store.put("key", bytes, Precondition.NONE);
    return bytes;
  }

  private Item item(long size, String sha256) {
    return new Item("file", "key", size, sha256, folder.resolve("file"));
  }
}
