package io.fleetman.agent;

import static io.fleetman.agent.ConfiguredAgent.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleetman.killpoint.KillPoints;
import io.fleetman.store.ObjectStore;
import io.fleetman.store.StoreException;
import io.fleetman.store.s3.S3ObjectStore;
import io.fleetman.store.s3.ScriptedServer;
import io.fleetman.store.s3.ScriptedServer.Received;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the agent's requests are like, by its configuration. */
class StoreSettingsTest {
  @TempDir Path folder;
  private ConfiguredAgent agent;
  private ScriptedServer server;

  @BeforeEach
  void begin() throws IOException {
    server = new ScriptedServer();
    agent = new ConfiguredAgent(folder);
    agent.set("storage.endpoint", "http://127.0.0.1:" + server.port());
    agent.set("storage.access_key", "AKID").set("storage.secret_key", "the-secret");
    agent.set("storage.retries", 0);
  }

  @AfterEach
  void end() {
    agent.close();
    server.close();
  }

  @Test
  @EffectOf({
    "storage.endpoint",
    "storage.region",
    "storage.bucket",
    "storage.prefix",
    "storage.access_key"
  })
  void theWholeAgentAsksWhereItIsTold() throws Exception {
    server.then(ScriptedServer.error(404, "NoSuchKey"));
    agent.set("storage.bucket", "freight").set("storage.prefix", "prod/eu");
    agent.set("storage.region", "eu-north-9");

    Wiring wiring = Wiring.of(agent.config(), KillPoints.none());
    Agent running = wiring.start();
    Received asked = await("a request", () -> server.received().stream().findFirst());
    running.stop();
    wiring.close();

    assertThat(asked.line()).isEqualTo("GET /freight/prod/eu/agents/n1.json HTTP/1.1");
    assertThat(asked.header("host")).isEqualTo("127.0.0.1:" + server.port());
    assertThat(asked.header("authorization"))
        .contains("Credential=AKID/")
        .contains("/eu-north-9/s3/");
  }

  @Test
  @EffectOf("storage.path_style")
  void withoutPathStyleTheBucketIsPartOfTheHost() throws Exception {
    server.then(ScriptedServer.error(404, "NoSuchKey"));
    agent.set("storage.endpoint", "http://localhost:" + server.port());

    agent.set("storage.path_style", false);
    try {
      ask();
      assertThat(server.received().getLast().line()).startsWith("GET /doorbells/n1 ");
      assertThat(server.received().getLast().header("host")).startsWith("fleet.localhost");
    } catch (StoreException.Unavailable e) {
      assertThat(e).hasMessageContaining("host of the endpoint is unknown"); // nobody's name here
    }

    agent.set("storage.path_style", true);
    ask();
    assertThat(server.received().getLast().line()).startsWith("GET /fleet/doorbells/n1 ");
  }

  @Test
  @EffectOf("storage.retries")
  void aRequestIsTriedAgainAsOftenAsRetriesSays() throws Exception {
    server.then(ScriptedServer.error(503, "SlowDown"));
    int before = 0;
    for (int retries : new int[] {0, 2}) {
      agent.set("storage.retries", retries);
      assertThatThrownBy(this::ask).isInstanceOf(StoreException.Unavailable.class);
      assertThat(server.received()).hasSize(before + retries + 1);
      before = server.received().size();
    }
  }

  @Test
  @EffectOf("storage.request_timeout")
  void aRequestIsGivenUpAfterItsTimeout() throws Exception {
    server.then(ScriptedServer.stallAfter("")).then(ScriptedServer.error(404, "NoSuchKey"));
    agent.set("storage.request_timeout", "300ms");
    assertThatThrownBy(this::ask).hasMessageContaining("no answer within the time limit");
    agent.set("storage.request_timeout", "2m");
    ask();
  }

  @Test
  @EffectOf("storage.secret_key")
  void requestsAreSignedWithTheSecretKey() throws Exception {
    server.then(ScriptedServer.error(404, "NoSuchKey"));
    // Of one second, for the time is signed too.
    await(
        "three requests within a second",
        () -> {
          Received one = signed("the-secret");
          Received same = signed("the-secret");
          Received other = signed("another-secret");
          if (!one.header("x-amz-date").equals(other.header("x-amz-date"))) {
            return Optional.empty();
          }
          assertThat(same.header("authorization")).isEqualTo(one.header("authorization"));
          assertThat(other.header("authorization")).isNotEqualTo(one.header("authorization"));
          return Optional.of(true);
        });
  }

  private Received signed(String secret) {
    agent.set("storage.secret_key", secret);
    try {
      ask();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return server.received().getLast();
  }

  private void ask() throws IOException {
    try (ObjectStore store = S3ObjectStore.open(agent.config().storage())) {
      store.get("doorbells/n1");
    }
  }
}
