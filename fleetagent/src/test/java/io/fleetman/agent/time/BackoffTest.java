package io.fleetman.agent.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackoffTest {
  @Test
  void waitsDoubleUpToAMinute() {
    assertThat(Backoff.DEFAULT.after(1)).isEqualTo(Duration.ofSeconds(1));
    assertThat(Backoff.DEFAULT.after(4)).isEqualTo(Duration.ofSeconds(8));
    assertThat(Backoff.DEFAULT.after(7)).isEqualTo(Duration.ofSeconds(60));
    assertThat(Backoff.DEFAULT.after(1_000_000)).isEqualTo(Duration.ofSeconds(60));
  }

  @Test
  void jitterStaysWithinItsFraction() {
    Duration second = Duration.ofSeconds(1);

    assertThat(new Jitter(0.1, () -> 0).of(second)).isEqualTo(Duration.ofMillis(900));
    assertThat(new Jitter(0.1, () -> 0.5).of(second)).isEqualTo(second);
    assertThat(new Jitter(0.1, () -> 1).of(second)).isEqualTo(Duration.ofMillis(1100));
  }
}
