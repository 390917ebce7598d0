package io.fleetman.controller.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code web.port} and {@code web.bind} are where the controller listens. */
class WebSettingsTest {
  @TempDir Path folder;

  @Test
  void theControllerListensWhereTheConfigurationSays() throws IOException {
    // Taken on this one address: who says so has tried to listen just there.
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.2"))) {
      TestCli.Run run = controller("{bind: 127.0.0.2, port: " + taken.getLocalPort() + "}");

      assertThat(run.code()).isEqualTo(1);
      assertThat(run.err()).contains(String.valueOf(taken.getLocalPort())).contains("--port");
    }
  }

  @Test
  void anAddressThatOthersCouldReachIsRefused() {
    TestCli.Run run = controller("{bind: 0.0.0.0}");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("0.0.0.0").doesNotContain("Exception");
  }

  private TestCli.Run controller(String web) {
    TestCli cli = new TestCli(folder);
    cli.write("controller_config.yaml", "buckets: {main: {bucket: fleet}}\nweb: " + web + "\n");
    return cli.run("controller");
  }
}
