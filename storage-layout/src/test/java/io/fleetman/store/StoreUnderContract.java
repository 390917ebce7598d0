package io.fleetman.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fleetman.ladder.Ladder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The store that a test of the contract is about, each test with a prefix of its own. */
abstract class StoreUnderContract {
  static final int RACERS = 32;

  static final int MANY = 1_100;

  // a run's own, and short: a prefix may be no longer than leaves room for every key
  static final String PREFIX = "contract/" + UUID.randomUUID().toString().substring(0, 8);

  ObjectStore store = new InMemoryObjectStore(); // each test gets the one under test

  /** Opens the bucket under test, seen from this prefix. */
  protected abstract ObjectStore open(String prefix);

  /** The rung of the test ladder that this is. */
  protected abstract String rung();

  @BeforeEach
  void openStore() {
    store = open(PREFIX + "/" + UUID.randomUUID());
  }

  @AfterEach
  void cleanUp() {
    store.deleteAll(keys(""));
    store.close();
    Ladder.ran(rung());
  }

  // Vocabulary

  static final Comparator<String> BYTES =
      (a, b) -> java.util.Arrays.compareUnsigned(a.getBytes(UTF_8), b.getBytes(UTF_8));

  static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  PutResult put(String key, String text, Precondition precondition) {
    return store.put(key, bytes(text), precondition);
  }

  static ETag written(PutResult result) {
    assertThat(result).isInstanceOf(PutResult.Written.class);
    return ((PutResult.Written) result).etag();
  }

  GetResult.Found found(String key) {
    GetResult result = store.get(key);
    assertThat(result).isInstanceOf(GetResult.Found.class);
    return (GetResult.Found) result;
  }

  String text(String key) {
    return new String(found(key).body(), UTF_8);
  }

  List<String> keys(String prefix) {
    return keys(store, prefix);
  }

  static List<String> keys(ObjectStore store, String prefix) {
    List<String> keys = new ArrayList<>();
    String next = null;
    do {
      ListPage page = store.list(prefix, null, next);
      page.objects().forEach(e -> keys.add(e.key()));
      next = page.next();
    } while (next != null);
    return keys;
  }

  // Lets all racers go at once; the bodies of those that won.
  List<String> race(String key, Precondition precondition) {
    CountDownLatch ready = new CountDownLatch(RACERS);
    ConcurrentLinkedQueue<String> winners = new ConcurrentLinkedQueue<>();
    FanOut.forEach(
        IntStream.range(0, RACERS).mapToObj(i -> "racer " + i).toList(),
        RACERS,
        body -> {
          ready.countDown();
          try {
            ready.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          if (wins(key, body, precondition)) {
            winners.add(body);
          }
        });
    return List.copyOf(winners);
  }

  // Some stores answer a race with 409 or 5xx: then it is asked again, and a refusal is settled by
  // reading back, for the first attempt may have been done.
  boolean wins(String key, String body, Precondition precondition) {
    for (int attempt = 0; ; attempt++) {
      try {
        return switch (put(key, body, precondition)) {
          case PutResult.Written _ -> true;
          case PutResult.Refused _ -> attempt > 0 && text(key).equals(body);
        };
      } catch (StoreException.Unavailable e) {
        if (attempt == 20) {
          throw e;
        }
      }
    }
  }
}
