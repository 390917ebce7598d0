package io.fleetman.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetman.document.CellState;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which service manager the running agent speaks to, and where it leaves what, by its settings. */
class ProfileSettingsTest {
  private static final String SYSTEMCTL =
      """
      *--property=Version*) echo 252;;
      *--property=LoadState*--value*) echo loaded;;
      *show*) printf '%s\\n' LoadState=loaded ActiveState=active SubState=running MainPID=4711 \
        NRestarts=0 UnitFileState=enabled;;
      """;
  private static final String SUPERVISORCTL =
      """
      *version) echo 4.2.5;;
      *status*) echo 'fleetman-web RUNNING pid 4711, uptime 0:00:05';;
      """;

  @TempDir Path folder;
  private ConfiguredAgent agent;

  @BeforeEach
  void begin() {
    agent = new ConfiguredAgent(folder);
  }

  @AfterEach
  void end() {
    agent.close();
  }

  private void deploys(String profile) {
    Map<String, Object> spec =
        Map.of(
            "profile",
            profile,
            "command",
            "./run",
            "health",
            Map.of("stableFor", "1ms", "within", "1m"));
    assertThat(agent.deploys("web", "1", Map.of("run", "#!/bin/sh\n"), spec).ended("web", "1"))
        .satisfies(s -> assertThat(s.state()).as("%s", s.reason()).isEqualTo(CellState.RUNNING));
  }

  @Test
  @EffectOf({"systemd.systemctl_path", "systemd.service_folder", "systemd.unit_folder"})
  void systemdIsSpokenToThroughItsProgramAndFindsItsFiles() throws Exception {
    agent.set("systemd.systemctl_path", agent.program("systemctl", SYSTEMCTL));
    agent.set("systemd.service_folder", agent.at("services"));
    agent.set("systemd.unit_folder", agent.at("systemd-units")).start();
    deploys("systemd");

    assertThat(folder.resolve("services/web/current/run")).exists();
    assertThat(folder.resolve("systemd-units/fleetman-web.service"))
        .content()
        .contains(agent.at("services/web/current"));
    assertThat(agent.calls())
        .contains("systemctl --no-ask-password start fleetman-web.service")
        .contains("systemctl --no-ask-password enable --no-reload fleetman-web.service");
  }

  @Test
  @EffectOf("systemd.scope")
  void theScopeSaysWhoseSystemdItIs() throws Exception {
    agent.set("systemd.systemctl_path", agent.program("systemctl", SYSTEMCTL));
    agent.set("systemd.scope", "user").start();
    deploys("systemd");

    assertThat(agent.calls())
        .contains("systemctl --user --no-ask-password start fleetman-web.service")
        .allMatch(call -> call.startsWith("systemctl --user"));
  }

  @Test
  @EffectOf({
    "supervisor.supervisorctl_path",
    "supervisor.config_path",
    "supervisor.conf_d_folder",
    "supervisor.service_folder"
  })
  void supervisordIsSpokenToThroughItsProgramAndFindsItsFiles() throws Exception {
    agent.set("supervisor.supervisorctl_path", agent.program("supervisorctl", SUPERVISORCTL));
    agent.set("supervisor.config_path", "/etc/of/another/supervisord.conf");
    agent.set("supervisor.conf_d_folder", agent.at("conf.d"));
    agent.set("supervisor.service_folder", agent.at("supervised")).start();
    deploys("supervisor");

    assertThat(folder.resolve("supervised/web/current/run")).exists();
    assertThat(folder.resolve("conf.d/fleetman-web.conf"))
        .content()
        .contains(agent.at("supervised/web/current"));
    assertThat(agent.calls())
        .contains("supervisorctl -c /etc/of/another/supervisord.conf update fleetman-web")
        .allMatch(call -> call.startsWith("supervisorctl -c /etc/of/another/supervisord.conf "));
  }
}
