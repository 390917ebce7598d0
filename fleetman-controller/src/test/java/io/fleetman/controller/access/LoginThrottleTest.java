package io.fleetman.controller.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetman.controller.access.LoginThrottle.Failures;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LoginThrottleTest {
  private static final Instant START = Instant.parse("2026-11-21T08:00:00Z");
  private static final LoginThrottle NAME = LoginThrottle.NAME;

  @Test
  void theFirstFailuresAreFreeThenTheWaitDoublesUpToALimit() {
    Failures before = null;
    for (int i = 0; i < 5; i++) {
      assertThat(NAME.wait(before, START)).isZero();
      before = NAME.failed(before, START);
    }
    assertThat(NAME.wait(before, START)).isZero();
    for (long seconds : new long[] {1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300}) {
      before = NAME.failed(before, START);
      assertThat(NAME.wait(before, START)).isEqualTo(Duration.ofSeconds(seconds));
    }
    assertThat(NAME.wait(new Failures(Integer.MAX_VALUE, START), START))
        .isEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void aPatientGuesserGetsFewGuessesInADay() {
    Failures before = null;
    Instant now = START;
    int guesses = 0;
    while (now.isBefore(START.plus(Duration.ofDays(1)))) {
      now = now.plus(NAME.wait(before, now));
      before = NAME.failed(before, now);
      guesses++;
    }
    assertThat(guesses).isLessThan(310);
  }

  @Test
  void theWaitPassesAndAfterAWhileAllIsForgotten() {
    Failures six = times(6);

    assertThat(NAME.wait(six, START.plusMillis(400))).isEqualTo(Duration.ofMillis(600));
    assertThat(NAME.wait(six, START.plusSeconds(1))).isZero();
    Instant later = START.plus(Duration.ofMinutes(31));
    assertThat(NAME.forgotten(six, later)).isTrue();
    assertThat(NAME.failed(six, later).count()).isEqualTo(1);
  }

  private static Failures times(int failures) {
    @Nullable Failures before = null;
    for (int i = 0; i < failures; i++) {
      before = NAME.failed(before, START);
    }
    return java.util.Objects.requireNonNull(before);
  }
}
