package io.fleetman.controller.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class WatchTest {
  private final AtomicLong now = new AtomicLong();
  private final AtomicInteger reads = new AtomicInteger();

  @Test
  void nothingIsReadUntilSomebodyLooks() throws Exception {
    try (Watch<Integer> watch = watch()) {
      watch.start();
      Thread.sleep(50);
      assertThat(reads).hasValue(0);
      assertThat(watch.look(Duration.ofSeconds(5)).value()).isEqualTo(1);
    }
  }

  @Test
  void readingEndsWhenNobodyLooksAnyMore() throws Exception {
    try (Watch<Integer> watch = watch()) {
      watch.start();
      watch.look(Duration.ofSeconds(5));
      now.addAndGet(Watch.ATTENTION.toNanos() + 1);
      Thread.sleep(100);
      int settled = reads.get();
      Thread.sleep(100);
      assertThat(reads).hasValue(settled);
    }
  }

  @Test
  void whoeverLooksAfterAPauseGetsAFreshAnswer() throws Exception {
    try (Watch<Integer> watch = watch()) {
      watch.start();
      watch.look(Duration.ofSeconds(5));
      now.addAndGet(Duration.ofHours(1).toNanos());
      Thread.sleep(100);
      Watch.Seen<Integer> seen = watch.look(Duration.ofSeconds(5));
      assertThat(seen.age()).isLessThan(Duration.ofSeconds(1));
      assertThat(seen.problem()).isNull();
    }
  }

  private Watch<Integer> watch() {
    return new Watch<>(reads::incrementAndGet, Duration.ofMillis(5), now::get);
  }
}
