package io.fleetman.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleetman.document.ByteSize;
import io.fleetman.document.CpuShare;
import io.fleetman.document.Limits;
import io.fleetman.document.RestartPolicy;
import io.fleetman.layout.CellId;
import io.fleetman.layout.ManifestId;
import io.fleetman.layout.Version;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UnitTextTest {
  private static final Service WEB =
      service(
          List.of("/opt/fleetman/web/current/bin/web", "--port", "8080", "50% of $HOME", ";"),
          Map.of("GREETING", "say \"hi\"\nto 100%", "LEVEL", "info"));

  @Test
  void aSystemUnit() {
    assertThat(SystemdUnit.text(WEB, true))
        .isEqualTo(
            """
            # Fleetman cell web-b: written by fleetagent, which reports changes made here and overwrites them.
            [Unit]
            Description=web 1.2+3, cell web-b
            Wants=network-online.target
            After=network-online.target
            StartLimitIntervalSec=300
            StartLimitBurst=30

            [Service]
            Type=exec
            WorkingDirectory=/opt/fleetman/web/current
            ExecStart=/opt/fleetman/web/current/bin/web --port 8080 "50%% of $$HOME" ";"
            Environment="GREETING=say \\"hi\\"\\nto 100%%"
            Environment="LEVEL=info"
            User=web
            Group=www
            Restart=on-failure
            RestartSec=2
            TimeoutStopSec=45000ms
            MemoryMax=536870912
            CPUQuota=50%
            TasksMax=20

            [Install]
            WantedBy=multi-user.target
            """);
  }

  @Test
  void aUsersUnitHasNoUserAndWantsNoTargetOfTheMachine() {
    assertThat(SystemdUnit.text(WEB, false))
        .doesNotContain("User=", "Group=", "network-online")
        .contains("WantedBy=default.target");
  }

  @Test
  void aSupervisorProgram() throws Exception {
    Service service =
        service(List.of("/opt/x y/run", "a\"b"), Map.of("A", "100% \"sure\" of it", "B", "it's"));
    String text = SupervisorProgram.text(service);

    assertThat(text)
        .startsWith("; Fleetman cell web-b: ")
        .contains(
            "[program:fleetman-web-b]\n",
            "command=\"/opt/x y/run\" \"a\\\"b\"\n",
            "environment=A='100%% \"sure\" of it',B=\"it's\"\n",
            "autostart=true\n",
            "autorestart=unexpected\n",
            "stopwaitsecs=45\n");
    assertThat(SupervisorProgram.enabled(text, false)).contains("\nautostart=false\n");
    assertThat(SupervisorProgram.enabled("[program:x]\ncommand=y\n", false))
        .isEqualTo("[program:x]\nautostart=false\ncommand=y\n");
  }

  @Test
  void whatSupervisordWouldMisreadIsRefused() {
    assertThatThrownBy(() -> SupervisorProgram.text(service(List.of("/run"), Map.of("A", "1 ;2"))))
        .isInstanceOf(CannotPassOnException.class)
        .hasMessageContaining("env.A");
    assertThatThrownBy(
            () -> SupervisorProgram.text(service(List.of("/run"), Map.of("A", "1\nuser=root"))))
        .isInstanceOf(CannotPassOnException.class)
        .hasMessageContaining("line breaks");
    assertThatThrownBy(() -> SupervisorProgram.text(service(List.of("/run", "#x"), Map.of())))
        .isInstanceOf(CannotPassOnException.class);
  }

  @Test
  void aCommandLineIsSplitLikeAShellWouldAndNothingElse() {
    assertThat(Words.split("./bin/web --port  8080 'a b' \"c \\\"d\\\" $e\" f\\ g ''"))
        .containsExactly("./bin/web", "--port", "8080", "a b", "c \"d\" $e", "f g", "");
    assertThatThrownBy(() -> Words.split("run 'oops")).hasMessageContaining("never closes");
  }

  private static Service service(List<String> argv, Map<String, String> env) {
    return new Service(
        new CellId("web-b"),
        new ManifestId("web"),
        new Version("1.2+3"),
        Path.of("/opt/fleetman/web/current"),
        argv,
        "web",
        "www",
        env,
        new Limits(ByteSize.parse("512M"), null, CpuShare.parse("50%"), null, 20),
        RestartPolicy.ON_FAILURE,
        Duration.ofSeconds(45),
        Path.of("/opt/fleetman/web/output.log"));
  }
}
