package io.fleetman.controller.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.fleetman.embedded.EmbeddedStore;
import io.fleetman.store.ObjectStore;
import io.fleetman.store.StoreException;
import io.fleetman.store.s3.S3ObjectStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each key of a bucket's entry changes what the store is asked. */
class SettingsTest {
  @TempDir Path folder;
  private final List<Asked> asked = new CopyOnWriteArrayList<>();
  private final CountDownLatch end = new CountDownLatch(1);
  private volatile int status = 404;
  private volatile boolean silent;
  private HttpServer server;

  private record Asked(String host, String path, String authorization) {}

  @BeforeEach
  void listen() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/",
        exchange -> {
          var headers = exchange.getRequestHeaders();
          asked.add(
              new Asked(
                  String.valueOf(headers.getFirst("Host")),
                  exchange.getRequestURI().getPath(),
                  String.valueOf(headers.getFirst("Authorization"))));
          if (silent) {
            try {
              end.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          }
          byte[] absent = "<Error><Code>NoSuchKey</Code></Error>".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, absent.length);
          exchange.getResponseBody().write(absent);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    end.countDown();
    server.stop(0);
  }

  @Test
  void endpointRegionBucketPrefixAndAccessKeyAreInTheRequest() {
    get("region: eu-north-9, bucket: freight, prefix: prod, access_key: AKID, secret_key: s");

    assertThat(asked).hasSize(1);
    assertThat(asked.getFirst().host()).isEqualTo(authority());
    assertThat(asked.getFirst().path()).isEqualTo("/freight/prod/fleet.json");
    assertThat(asked.getFirst().authorization())
        .contains("Credential=AKID/")
        .contains("/eu-north-9/s3/");
  }

  @Test
  void withoutPathStyleTheBucketIsPartOfTheHost() {
    try {
      get("path_style: false, bucket: freight, access_key: a, secret_key: s", "localhost");
    } catch (StoreException.Unavailable e) {
      assertThat(e).hasMessageContaining("freight"); // where that name is nobody's
    }

    assertThat(asked).allSatisfy(a -> assertThat(a.path()).isEqualTo("/fleet.json"));
    assertThat(asked).allSatisfy(a -> assertThat(a.host()).startsWith("freight.localhost"));
    get("path_style: true, bucket: freight, access_key: a, secret_key: s", "localhost");
    assertThat(asked.getLast().path()).isEqualTo("/freight/fleet.json");
  }

  @Test
  void aRequestIsTriedAgainAsOftenAsRetriesSays() {
    status = 503;

    for (int retries : new int[] {0, 2}) {
      asked.clear();
      assertThatThrownBy(() -> get("bucket: b, access_key: a, secret_key: s, retries: " + retries))
          .isInstanceOf(StoreException.class);
      assertThat(asked).hasSize(retries + 1);
    }
  }

  @Test
  void aRequestIsGivenUpAfterTheRequestTimeout() {
    silent = true;

    assertThatThrownBy(
            () ->
                get("bucket: b, access_key: a, secret_key: s, retries: 0, request_timeout: 300ms"))
        .isInstanceOf(StoreException.Unavailable.class)
        .hasMessageContaining("time limit");
    end.countDown();
    silent = false;
    get("bucket: b, access_key: a, secret_key: s, retries: 0, request_timeout: 2m");
  }

  @Test
  void theSecretKeyIsWhatTheStoreChecks() throws Exception {
    Path data = folder.resolve("data");
    try (EmbeddedStore store =
        EmbeddedStore.start(EmbeddedStore.Settings.onLoopback(data, "AKID", "the-right-secret"))) {
      store.createBucket("fleet");
      String entry = "bucket: fleet, access_key: AKID, secret_key: ";
      String at = store.endpoint().toString();

      assertThatThrownBy(() -> getFrom(at, entry + "a-wrong-secret"))
          .isInstanceOf(StoreException.AccessDenied.class);
      getFrom(at, entry + "the-right-secret");
    }
  }

  private void get(String entry) {
    getFrom("http://" + authority(), entry);
  }

  private void get(String entry, String host) {
    getFrom("http://" + host + ":" + server.getAddress().getPort(), entry);
  }

  private String authority() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  /** Asks for one object with what the file says. */
  private void getFrom(String endpoint, String entry) {
    ConfigFiles files = new ConfigFiles(Map.of(), folder, folder);
    try {
      Files.writeString(
          folder.resolve("controller_config.yaml"),
          "buckets: {main: {endpoint: '" + endpoint + "', " + entry + "}}");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    try (ObjectStore store =
        S3ObjectStore.open(files.connection(files.load(null), null).storage())) {
      store.get("fleet.json");
    }
  }
}
