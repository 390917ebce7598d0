package io.fleetman.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SystemdStateTest {
  @Test
  void systemdsPropertiesInWords() {
    UnitState looping =
        SystemdState.of(
            SystemdState.parse(
                """
                ActiveState=activating
                SubState=auto-restart
                Result=exit-code
                ExecMainStatus=217
                NRestarts=3
                MainPID=0
                UnitFileState=enabled
                LoadState=loaded
                """));
    assertThat(looping)
        .isEqualTo(
            new UnitState(
                "activating",
                "it ended with exit status 217 (its user does not exist)",
                false,
                true,
                0,
                3));
    UnitState up =
        SystemdState.of(
            SystemdState.parse("ActiveState=active\nSubState=running\nMainPID=7\nResult=success"));
    assertThat(up.running()).isTrue();
    assertThat(up.enabled()).isFalse();
  }
}
