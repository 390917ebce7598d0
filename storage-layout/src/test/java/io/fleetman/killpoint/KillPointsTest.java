package io.fleetman.killpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
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
  void itIsHeldTheSecondTimeAndNeitherBeforeNorAfter() throws Exception {
    var said = new ByteArrayOutputStream();
    var toldToGo = new PipedOutputStream();
    KillPoints points =
        new Hold(
            KillPoint.PUBLISH_MARKED,
            "",
            2,
            new PipedInputStream(toldToGo),
            new PrintStream(said, true, StandardCharsets.UTF_8));
    points.passed(KillPoint.PUBLISH_COPIED);
    points.passed(KillPoint.PUBLISH_MARKED);
    assertThat(said.toString(StandardCharsets.UTF_8)).isEmpty();

    Thread second = Thread.ofPlatform().start(() -> points.passed(KillPoint.PUBLISH_MARKED));
    assertThat(second.join(Duration.ofMillis(200))).isFalse();
    assertThat(said.toString(StandardCharsets.UTF_8)).isEqualTo("held at publish-marked\n");
    points.passed(KillPoint.PUBLISH_MARKED);

    toldToGo.write('\n');
    toldToGo.flush();
    assertThat(second.join(Duration.ofSeconds(20))).as("a byte on stdin lets it go").isTrue();
  }

  @Test
  void whereNobodyIsOnStdinItIsHeldForGood() throws InterruptedException {
    var quiet = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
    KillPoints points =
        new Hold(KillPoint.PUBLISH_BEGUN, "", 1, InputStream.nullInputStream(), quiet);
    Thread held = Thread.ofVirtual().start(() -> points.passed(KillPoint.PUBLISH_BEGUN));
    assertThat(held.join(Duration.ofMillis(200))).isFalse();
  }

  @Test
  void howOftenIsANumber() {
    for (String wrong : List.of("publish-marked:x", "publish-marked:0", "publish-marked:")) {
      assertThatThrownBy(() -> KillPoints.of(Map.of(KillPoints.VARIABLE, wrong)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("is not how many times");
    }
  }

  @Test
  void oneOfManyIsHeldAndTheOthersGoOn() throws InterruptedException {
    KillPoints points =
        KillPoints.of(Map.of(KillPoints.VARIABLE, "web@deploy-flipped,api@deploy-started"));
    points.passed(KillPoint.DEPLOY_FLIPPED);
    points.in("api").passed(KillPoint.DEPLOY_FLIPPED);
    Thread web = Thread.ofVirtual().start(() -> points.in("web").passed(KillPoint.DEPLOY_FLIPPED));
    Thread api = Thread.ofVirtual().start(() -> points.in("api").passed(KillPoint.DEPLOY_STARTED));
    assertThat(web.join(Duration.ofMillis(200))).isFalse();
    assertThat(api.join(Duration.ofMillis(200))).isFalse();
  }

  @Test
  void aNameThatIsNoneIsSaid() {
    assertThatThrownBy(() -> KillPoints.of(Map.of(KillPoints.VARIABLE, "publish-nowhere")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("FLEETMAN_HOLD_AT: there is no kill point 'publish-nowhere'");
  }
}
