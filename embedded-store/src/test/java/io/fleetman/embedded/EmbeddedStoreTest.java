package io.fleetman.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.Bucket;
import software.amazon.awssdk.services.s3.model.S3Exception;

@Timeout(60)
class EmbeddedStoreTest {
  @TempDir Path folder;

  @Test
  void keepsObjectsAsPlainFilesThroughARestart() throws Exception {
    try (StoreFixture fixture = new StoreFixture(folder)) {
      assertThat(fixture.store.endpoint().getHost()).isEqualTo("127.0.0.1");
      fixture.client.put("fleet/cells/web-1/app/trigger.json", "{}");
    }
    assertThat(folder.resolve("fleet/fleet/cells/web-1/app/trigger.json")).hasContent("{}");
    try (StoreFixture again = new StoreFixture(folder)) {
      assertThat(again.client.get("fleet/cells/web-1/app/trigger.json")).isEqualTo("{}");
    }
  }

  @Test
  void stopsListening() throws Exception {
    StoreFixture fixture = new StoreFixture(folder);
    fixture.close();
    try (HttpClient http = HttpClient.newHttpClient()) {
      assertThatThrownBy(
              () ->
                  http.send(
                      HttpRequest.newBuilder(fixture.store.endpoint()).build(),
                      BodyHandlers.discarding()))
          .isInstanceOf(ConnectException.class);
    }
  }

  @Test
  void closeLetsAWriteFinish() throws Exception {
    try (StoreFixture fixture = new StoreFixture(folder)) {
      byte[] body = new byte[200_000];
      Thread closer =
          Thread.ofPlatform()
              .start(
                  () -> {
                    awaitSomething(folder.resolve(StoreFolder.STAGING));
                    fixture.store.close();
                  });
      fixture.client.s3.putObject(
          r -> r.bucket(Client.BUCKET).key("slow"),
          RequestBody.fromInputStream(new SlowStream(body, 100, 10), body.length));
      closer.join();
    }
    assertThat(folder.resolve("fleet/slow")).hasSize(200_000);
  }

  @Test
  void refusesAnotherSecretAndNobody() throws Exception {
    try (StoreFixture fixture = new StoreFixture(folder);
        Client stranger = new Client(fixture.store.endpoint(), "tester", "a-guess");
        Client other = new Client(fixture.store.endpoint(), "other", "a-secret-of-the-test");
        HttpClient http = HttpClient.newHttpClient()) {
      assertThatThrownBy(() -> stranger.put("a", "b")).satisfies(e -> hasStatus(e, 403));
      assertThatThrownBy(() -> other.put("a", "b")).satisfies(e -> hasStatus(e, 403));
      Path dropped = folder.resolve("fleet/dropped-by-hand");
      Files.setPosixFilePermissions(
          Files.createFile(dropped), PosixFilePermissions.fromString("rw-r--r--"));
      for (String path : List.of("/", "/fleet", "/fleet/dropped-by-hand", "/fleet/none")) {
        HttpResponse<Void> nobody =
            http.send(
                HttpRequest.newBuilder(fixture.store.endpoint().resolve(path)).build(),
                BodyHandlers.discarding());
        assertThat(nobody.statusCode()).as(path).isEqualTo(403);
        assertThat(nobody.headers().firstValue("Date")).isPresent();
      }
      assertThat(fixture.client.keys("")).containsExactly("dropped-by-hand");
    }
  }

  @Test
  void everyAnswerHasADate() throws Exception {
    try (StoreFixture fixture = new StoreFixture(folder)) {
      var put = fixture.client.put("a.json", "{}");
      assertThat(put.sdkHttpResponse().firstMatchingHeader("Date")).isPresent();
      var get = fixture.client.s3.getObjectAsBytes(r -> r.bucket(Client.BUCKET).key("a.json"));
      assertThat(get.response().sdkHttpResponse().firstMatchingHeader("Date")).isPresent();
      assertThatThrownBy(() -> fixture.client.create("a.json", "{}"))
          .satisfies(e -> hasStatus(e, 412))
          .satisfies(EmbeddedStoreTest::hasDate);
      assertThatThrownBy(
              () ->
                  fixture.client.s3.getObject(
                      r -> r.bucket(Client.BUCKET).key("a.json").ifNoneMatch(put.eTag())))
          .satisfies(e -> hasStatus(e, 304))
          .satisfies(EmbeddedStoreTest::hasDate);
    }
  }

  @Test
  void aBucketIsCreatedOnceAndTheStoresOwnFolderIsNone() throws Exception {
    try (StoreFixture fixture = new StoreFixture(folder)) {
      fixture.client.put("a", "b");
      fixture.store.createBucket(Client.BUCKET);
      assertThat(fixture.client.get("a")).isEqualTo("b");
      assertThat(fixture.client.s3.listBuckets().buckets())
          .extracting(Bucket::name)
          .containsExactly(Client.BUCKET);
      assertThatThrownBy(
              () ->
                  fixture.client.s3.copyObject(
                      r ->
                          r.sourceBucket(StoreFolder.OWN)
                              .sourceKey("lock")
                              .destinationBucket(Client.BUCKET)
                              .destinationKey("stolen")))
          .isInstanceOf(S3Exception.class);
      assertThatThrownBy(() -> fixture.store.createBucket("../out"))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void oneStoreOwnsAFolder() throws Exception {
    try (StoreFixture fixture = new StoreFixture(folder)) {
      assertThatThrownBy(() -> EmbeddedStore.start(StoreFixture.settings(folder)))
          .isInstanceOf(EmbeddedStoreException.class)
          .hasMessage("the folder " + folder + " is in use: another store has it open");
      fixture.client.put("a", "still there");
      assertThat(fixture.client.get("a")).isEqualTo("still there");
    }
    EmbeddedStore.start(StoreFixture.settings(folder)).close();
  }

  @Test
  void anotherProcessOwnsAFolderToo() throws Exception {
    try (StoreProcess process = StoreProcess.start(folder)) {
      assertThatThrownBy(() -> EmbeddedStore.start(StoreFixture.settings(folder)))
          .isInstanceOf(EmbeddedStoreException.class)
          .hasMessageContaining(folder + " is in use");
      process.kill();
    }
    EmbeddedStore.start(StoreFixture.settings(folder)).close();
  }

  @Test
  void saysWhyItDoesNotStart() throws Exception {
    Path file = Files.createFile(folder.resolve("a-file"));
    assertThatThrownBy(() -> EmbeddedStore.start(StoreFixture.settings(file.resolve("store"))))
        .isInstanceOf(EmbeddedStoreException.class)
        .hasMessageContaining(file.toString());
    try (EmbeddedStore store = EmbeddedStore.start(StoreFixture.settings(folder.resolve("one")))) {
      int taken = store.endpoint().getPort();
      Path other = folder.resolve("other");
      assertThatThrownBy(
              () ->
                  EmbeddedStore.start(
                      new EmbeddedStore.Settings(other, "127.0.0.1", taken, "key", "secret")))
          .isInstanceOf(EmbeddedStoreException.class)
          .hasMessageContaining("cannot listen on 127.0.0.1:" + taken);
      EmbeddedStore.start(StoreFixture.settings(other)).close();
    }
  }

  @Test
  void settingsKeepTheSecretToThemselves() {
    assertThat(StoreFixture.settings(folder).toString()).doesNotContain("a-secret-of-the-test");
  }

  static void hasStatus(Throwable e, int status) {
    assertThat(e).isInstanceOf(S3Exception.class);
    assertThat(((S3Exception) e).statusCode()).isEqualTo(status);
  }

  private static void hasDate(Throwable e) {
    assertThat(((S3Exception) e).awsErrorDetails().sdkHttpResponse().firstMatchingHeader("Date"))
        .isPresent();
  }

  private static void awaitSomething(Path received) {
    try {
      while (received.toFile().list().length == 0) {
        Thread.sleep(5);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
