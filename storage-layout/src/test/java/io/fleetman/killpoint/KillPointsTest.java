package io.fleetman.killpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class KillPointsTest {
  @Test
  void withoutTheVariableNothingIsHeld() {
    KillPoints points = KillPoints.of(Map.of());
    for (KillPoint point : KillPoint.values()) {
      points.passed(point);
    }
    assertThat(KillPoint.of("publish-copied")).contains(KillPoint.PUBLISH_COPIED);
  }

  @Test
  void itIsHeldTheSecondTimeAndNotTheFirst() throws InterruptedException {
    KillPoints points = KillPoints.of(Map.of(KillPoints.VARIABLE, "publish-marked:2"));
    points.passed(KillPoint.PUBLISH_COPIED);
    points.passed(KillPoint.PUBLISH_MARKED);
    Thread second = Thread.ofVirtual().start(() -> points.passed(KillPoint.PUBLISH_MARKED));
    assertThat(second.join(Duration.ofMillis(200))).isFalse();
  }

  @Test
  void aNameThatIsNoneIsSaid() {
    assertThatThrownBy(() -> KillPoints.of(Map.of(KillPoints.VARIABLE, "publish-nowhere")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("FLEETMAN_HOLD_AT: there is no kill point 'publish-nowhere'");
  }
}
