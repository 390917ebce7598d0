package io.fleetman.controller.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code web.port} and {@code web.bind} are where the controller listens. */
class WebSettingsTest {
  private static final String SECRET = "c2Vzc2lvbi1zZWNyZXQtb2YtYS10ZXN0LTMyLWJ5dGVz";

  @TempDir Path folder;
  private TestCli cli;

  @BeforeEach
  void begin() {
    cli = TestCli.withFleet(folder);
  }

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

  @Test
  void onlyWithASessionSecretCanOthersBeLetIn() throws IOException {
    String password = "correct horse battery";
    assertThat(cli.answering(password, password).run("user", "add", "ada").code()).isZero();

    // Taken, so that whoever may listen says so instead of listening for ever.
    try (ServerSocket taken = new ServerSocket(0)) {
      String everywhere = "bind: 0.0.0.0, port: " + taken.getLocalPort();
      TestCli.Run without = controller("{" + everywhere + "}");
      TestCli.Run with = controller("{" + everywhere + ", session_secret: " + SECRET + "}");

      assertThat(without.err()).contains("nobody can sign in without web.session_secret");
      assertThat(with.err()).contains("port " + taken.getLocalPort());
    }
  }

  @Test
  void seen_aTypoInHowOneSignsInMeantNoLogin() {
    TestCli.Run run = controller("{auth: fom}");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("auth").contains("controller_config.yaml");
  }

  private TestCli.Run controller(String web) {
    cli.write("controller_config.yaml", "buckets: {main: {bucket: fleet}}\nweb: " + web + "\n");
    return cli.run("controller");
  }
}
