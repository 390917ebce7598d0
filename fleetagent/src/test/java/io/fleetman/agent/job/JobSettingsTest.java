package io.fleetman.agent.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetman.document.ByteSize;
import io.fleetman.document.Limits;
import io.fleetman.layout.NodeId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class JobSettingsTest {
  @Test
  void theAgentsOfOneMachineKeepTheirAttemptsAndUnitsApart() {
    JobSettings one = of("node-1");
    JobSettings other = of("node-2");
    assertThat(one.attempts()).isNotEqualTo(other.attempts());
    assertThat(one.unit("e.1", 1, 1)).isNotEqualTo(other.unit("e.1", 1, 1));
    assertThat(one.unit("e.1", 1, 1)).isEqualTo(of("node-1").unit("e.1", 1, 1));
  }

  private static JobSettings of(String node) {
    return new JobSettings(
        true,
        new NodeId(node),
        Path.of("/attempts"),
        Path.of("/handlers"),
        Set.of(),
        Set.of(),
        List.of(),
        1,
        Duration.ofSeconds(1),
        Duration.ofDays(1),
        ByteSize.parse("1G"),
        Limits.NONE,
        50,
        Duration.ofDays(7));
  }
}
