package io.fleetman.store.probe;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fleetman.store.FanOut;
import io.fleetman.store.GetResult;
import io.fleetman.store.ObjectStore;
import io.fleetman.store.Precondition;
import io.fleetman.store.PutResult;
import io.fleetman.store.StoreException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;

/** Many writers at one key at one time, of whom one may win. */
final class Race {
  static final int RACERS = 32;

  private final ObjectStore store;

  Race(ObjectStore store) {
    this.store = store;
  }

  /**
   * What came of a round.
   *
   * @param winners how many were told that they wrote
   * @param kept whether what stands there is one winner's, or of one whose answer was lost
   */
  record Round(int winners, boolean kept) {
    boolean isFair() {
      return winners <= 1 && kept;
    }
  }

  Round run(String key, Precondition precondition) {
    CountDownLatch ready = new CountDownLatch(RACERS);
    Queue<String> winners = new ConcurrentLinkedQueue<>();
    Queue<String> unknown = new ConcurrentLinkedQueue<>();
    List<String> bodies = IntStream.range(0, RACERS).mapToObj(i -> "racer " + i).toList();
    FanOut.forEach(
        bodies,
        RACERS,
        body -> {
          awaitAll(ready);
          try {
            if (store.put(key, body.getBytes(UTF_8), precondition) instanceof PutResult.Written) {
              winners.add(body);
            }
          } catch (StoreException.Unavailable e) {
            // Some stores answer a race with 409 or 5xx; whether it was written is then not known.
            unknown.add(body);
          }
        });
    String stands =
        store.get(key) instanceof GetResult.Found found ? new String(found.body(), UTF_8) : "";
    return new Round(winners.size(), (winners.isEmpty() ? unknown : winners).contains(stands));
  }

  private static void awaitAll(CountDownLatch ready) {
    ready.countDown();
    try {
      ready.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException.Unavailable("interrupted while probing the store", false, e);
    }
  }
}
