package io.fleetman.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FanOutTest {
  private static final List<Integer> HUNDRED = IntStream.range(0, 100).boxed().toList();

  @Test
  void eachItemIsDoneOnceAndNeverMoreAtATimeThanAllowed() {
    Set<Integer> done = ConcurrentHashMap.newKeySet();
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    FanOut.forEach(
        HUNDRED,
        8,
        item -> {
          most.accumulateAndGet(running.incrementAndGet(), Math::max);
          assertThat(done.add(item)).isTrue();
          running.decrementAndGet();
        });
    assertThat(done).hasSize(100);
    assertThat(most.get()).isBetween(1, 8);
  }

  @Test
  void theFirstFailureEndsItAndIsTheOneThatIsThrown() {
    AtomicInteger begun = new AtomicInteger();
    assertThatThrownBy(
            () ->
                FanOut.forEach(
                    HUNDRED,
                    1,
                    item -> {
                      begun.incrementAndGet();
                      throw new IllegalStateException("item " + item);
                    }))
        .hasMessage("item 0");
    assertThat(begun).hasValue(1);
    assertThatThrownBy(
            () ->
                FanOut.forEach(
                    HUNDRED,
                    4,
                    _ -> {
                      throw new AssertionError("errors too");
                    }))
        .hasMessage("errors too");
  }

  @Test
  void anInterruptEndsItOnlyWhenNothingIsUnderWay() {
    AtomicInteger running = new AtomicInteger();
    Thread.currentThread().interrupt();
    assertThatThrownBy(
            () ->
                FanOut.forEach(
                    HUNDRED,
                    4,
                    _ -> {
                      running.incrementAndGet();
                      try {
                        new CountDownLatch(1).await();
                      } catch (InterruptedException e) {
                        running.decrementAndGet();
                      }
                    }))
        .isInstanceOf(StoreException.Unavailable.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(running).hasValue(0);
  }
}
