package io.fleetman.store.s3;

import static io.fleetman.store.s3.ScriptedServer.closing;
import static io.fleetman.store.s3.ScriptedServer.dripping;
import static io.fleetman.store.s3.ScriptedServer.raw;
import static io.fleetman.store.s3.ScriptedServer.status;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleetman.codec.Sha256;
import io.fleetman.store.ETag;
import io.fleetman.store.FanOut;
import io.fleetman.store.GetResult;
import io.fleetman.store.ListPage;
import io.fleetman.store.ObjectBody;
import io.fleetman.store.ObjectStore;
import io.fleetman.store.Precondition;
import io.fleetman.store.PutResult;
import io.fleetman.store.StorageSettings;
import io.fleetman.store.StoreException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the way past the SDK's client must do by itself. */
@Timeout(60)
class WireTest {
  private static final String CHUNKED =
      "HTTP/1.1 200 OK\r\nETag: \"x\"\r\nTransfer-Encoding: chunked\r\n\r\n";
  private static final String COPIED = "<CopyObjectResult><ETag>\"x\"</ETag></CopyObjectResult>";

  private final ScriptedServer server = new ScriptedServer();
  private ObjectStore store = S3ObjectStore.open(server.settings(Duration.ofSeconds(10), 0));

  WireTest() throws IOException {}

  @AfterEach
  void close() {
    store.close();
    server.close();
  }

  private void waitsOnlyASecond() {
    store.close();
    store = S3ObjectStore.open(server.settings(Duration.ofSeconds(1), 0));
  }

  // Connections

  @Test
  void aConnectionIsUsedAgain() {
    server.then(status(200, "1", "ETag: \"x\""));
    for (int i = 0; i < 5; i++) {
      assertThat(bytes(store.get("a.json"))).isEqualTo("1");
    }
    assertThat(server.connections()).isEqualTo(1);
  }

  @Test
  void aRestingConnectionThatTheStoreHasClosedIsNoFailure() {
    server.then(closing(status(200, "1", "ETag: \"x\"")));
    for (int i = 0; i < 3; i++) {
      assertThat(bytes(store.get("a.json"))).isEqualTo("1");
    }
    assertThat(server.received()).hasSize(3);
  }

  @Test
  void aCopyOverOneThatTheStoreHasClosedIsNoFailure() {
    server.then(closing(status(200, COPIED)));
    for (int i = 0; i < 3; i++) {
      store.copy("a", "b");
    }
    assertThat(server.received())
        .hasSize(3)
        .allSatisfy(r -> assertThat(r.header("content-length")).isEqualTo("0"))
        .allSatisfy(r -> assertThat(r.header("x-amz-copy-source")).isEqualTo("/fleet/a"));
  }

  @Test
  void whoWaitsForAnAnswerIsToldThatTheStoreWasClosed() throws Exception {
    server.then(ScriptedServer.stallAfter(""));
    CompletableFuture<Throwable> told = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                var _ = store.get("a.json");
              } catch (StoreException e) {
                told.complete(e);
              }
            });
    while (server.received().isEmpty()) {
      Thread.sleep(5);
    }
    store.close();
    assertThat(told.get(9, TimeUnit.SECONDS)).isInstanceOf(StoreException.Unavailable.class);
  }

  // A swap that is sent twice would be refused the second time, and its sender told that it lost.
  @Test
  void invariant7_aSwapOverOneThatTheStoreHasClosedIsNotSentTwice() {
    server.then(closing(status(200, "1", "ETag: \"x\"")));
    assertThat(bytes(store.get("a.json"))).isEqualTo("1");
    byte[] body = "2".getBytes(UTF_8);
    try {
      assertThat(store.put("a.json", body, Precondition.matches(new ETag("x"))))
          .isInstanceOf(PutResult.Written.class);
    } catch (StoreException.Unavailable e) {
      assertThat(e.mayHaveLanded()).isTrue();
    }
    assertThat(server.received().stream().filter(r -> r.line().startsWith("PUT")))
        .hasSizeLessThanOrEqualTo(1);
  }

  @Test
  void whatIsPutIsSignedAndSaysItsType() {
    server.then(status(200, "", "ETag: \"x\""));
    store.put("a.json", "{}".getBytes(UTF_8), Precondition.NONE);
    assertThat(server.received().getFirst().headers())
        .containsEntry("content-type", "application/json")
        .containsEntry("content-length", "2")
        .containsEntry("x-amz-content-sha256", Sha256.of("{}".getBytes(UTF_8)));
  }

  @Test
  void aListingIsAskedForAndReadAsS3WritesIt() {
    server.then(
        status(
            200,
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">
              <Name>fleet</Name><Prefix>cells%2F</Prefix><EncodingType>url</EncodingType>
              <IsTruncated>true</IsTruncated><NextContinuationToken>a+b=</NextContinuationToken>
              <Contents><Key>cells/a%20%2B%25%C3%BC</Key><Size>7</Size><ETag>&quot;e-1&quot;</ETag>
                <LastModified>2026-11-21T08:00:00.123Z</LastModified>
                <Owner><ID>somebody</ID><DisplayName>Key</DisplayName></Owner></Contents>
              <CommonPrefixes><Prefix>cells/b/</Prefix></CommonPrefixes>
            </ListBucketResult>\
            """,
            "Date: Sat, 21 Nov 2026 08:00:10 GMT"));
    assertThat(store.list("cells/", "/", "before+after"))
        .isEqualTo(
            new ListPage(
                List.of(
                    new ListPage.Entry(
                        "cells/a +%ü",
                        7, new ETag("e-1"), Instant.parse("2026-11-21T08:00:00.123Z"))),
                List.of("cells/b/"),
                "a+b=",
                Instant.parse("2026-11-21T08:00:10Z")));
    assertThat(server.received().getFirst().line())
        .isEqualTo(
            "GET /fleet?continuation-token=before%2Bafter&delimiter=%2F&encoding-type=url"
                + "&list-type=2&prefix=cells%2F HTTP/1.1");
  }

  @Test
  void invariant14_aListingThatIsCutOrDeclaresEntitiesIsNone() {
    String whole =
        "<ListBucketResult><IsTruncated>false</IsTruncated>"
            + "<CommonPrefixes><Prefix>a/</Prefix></CommonPrefixes></ListBucketResult>";
    List<String> answers =
        List.of(
            whole.substring(0, whole.length() / 2),
            whole.replace("false", "true"),
            whole.replace("<IsTruncated>false</IsTruncated>", ""),
            whole.replace("ListBucketResult", "html"),
            "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>" + whole.replace("a/", "&e;"),
            whole.replace("<ListBucketResult>", "<ListBucketResult>" + " ".repeat(Limits.LISTING)),
            "");
    answers.forEach(answer -> server.then(status(200, answer)));
    for (String answer : answers) {
      assertThatThrownBy(() -> store.list("", "/", null))
          .as(answer.substring(0, Math.min(100, answer.length())))
          .isInstanceOf(StoreException.Unavailable.class)
          .hasMessageEndingWith("the answer is not a whole listing; is this the S3 endpoint?");
    }
  }

  @Test
  void aListingThatLeadsToItselfIsNotReadForEver() {
    server.then(
        status(
            200,
            "<ListBucketResult><IsTruncated>true</IsTruncated>"
                + "<NextContinuationToken>again</NextContinuationToken></ListBucketResult>"));

    assertThat(store.list("a/", "/", null).next()).isEqualTo("again");
    assertThatThrownBy(() -> store.list("a/", "/", "again"))
        .isInstanceOf(StoreException.Unavailable.class)
        .hasMessageContaining("the listing does not go on");
  }

  // Bodies and heads

  @Test
  void aDocumentMayComeInChunks() {
    server.then(raw(CHUNKED + "3\r\none\r\n5;x=y\r\n, two\r\n0\r\nTrailer: 1\r\n\r\n"));
    assertThat(bytes(store.get("a.json"))).isEqualTo("one, two");
    assertThat(bytes(store.get("a.json"))).isEqualTo("one, two");
    assertThat(server.connections()).isEqualTo(1);
  }

  @Test
  void chunksThatAreCutAreNotTheWhole() {
    server.then(closing(raw(CHUNKED + "3\r\none\r\n5\r\n, t")));
    assertThatThrownBy(() -> store.get("a.json")).isInstanceOf(StoreException.Unavailable.class);
  }

  @Test
  void aFileWhoseEndNobodyAnnouncesIsRefused() {
    server.then(raw(CHUNKED + "3\r\none\r\n0\r\n\r\n"));
    assertThatThrownBy(() -> store.open("f"))
        .isInstanceOf(StoreException.Unavailable.class)
        .hasMessageEndingWith("the store did not announce the length");
  }

  @Test
  void aHeadThatDripsForEverIsGivenUp() {
    waitsOnlyASecond();
    server.then(dripping("HTTP/1.1 200 OK\r\n", "X: y\r\n"));
    assertThatThrownBy(() -> store.get("a.json"))
        .isInstanceOf(StoreException.Unavailable.class)
        .hasMessageEndingWith("no answer within the time limit");
  }

  @Test
  void aDocumentThatDripsForEverIsGivenUp() {
    waitsOnlyASecond();
    server.then(dripping("HTTP/1.1 200 OK\r\nETag: \"x\"\r\nContent-Length: 9999\r\n\r\n", "x"));
    assertThatThrownBy(() -> store.get("a.json"))
        .isInstanceOf(StoreException.Unavailable.class)
        .hasMessageEndingWith("no answer within the time limit");
  }

  // Seen: one of some twenty waited on until the last byte had dripped, which is hours.
  @Test
  void invariant14_manyDocumentsThatDripForEverAreAllGivenUp() {
    waitsOnlyASecond();
    server.then(dripping("HTTP/1.1 200 OK\r\nETag: \"x\"\r\nContent-Length: 9999\r\n\r\n", "x"));
    int many = 60;
    AtomicInteger givenUp = new AtomicInteger();

    FanOut.forEach(
        IntStream.range(0, many).boxed().toList(),
        many,
        _ ->
            assertThatThrownBy(() -> store.get("a.json"))
                .isInstanceOf(StoreException.Unavailable.class)
                .satisfies(_ -> givenUp.incrementAndGet()));

    assertThat(givenUp).hasValue(many);
  }

  @Test
  void aFileOfWhichTheRestIsNotWantedHoldsNoConnection() throws IOException {
    server.then(status(200, "x".repeat(4_000_000), "ETag: \"x\""));
    for (int i = 0; i < 2 * Limits.CONNECTIONS; i++) {
      try (ObjectBody body = store.open("f")) {
        assertThat(body.stream().read()).isEqualTo('x');
      }
    }
  }

  @Test
  void whatIsNotHttpIsNoAnswer() {
    server.then(closing(raw("SSH-2.0-OpenSSH_9.2\r\n")));
    assertThatThrownBy(() -> store.get("a.json"))
        .isInstanceOf(StoreException.Unavailable.class)
        .hasMessageEndingWith("the answer is not HTTP");
  }

  @Test
  void aRedirectIsNotFollowed() throws IOException {
    try (ScriptedServer other = new ScriptedServer()) {
      other.then(status(200, "stolen", "ETag: \"x\""));
      server.then(status(307, "", "Location: " + other.settings(Duration.ofSeconds(1), 0)));
      assertThatThrownBy(() -> store.get("a.json"))
          .isInstanceOf(StoreException.Rejected.class)
          .hasMessageContaining("refused (HTTP 307)");
      assertThat(other.received()).isEmpty();
    }
  }

  // Keys and names

  @Test
  void temporaryKeysSendTheirTokenAndSignIt() {
    Map<String, String> keys =
        Map.of(
            "aws.accessKeyId", "temporary",
            "aws.secretAccessKey", "secret",
            "aws.sessionToken", "the/token+of=some==");
    keys.forEach(System::setProperty);
    StorageSettings asGiven = server.settings(Duration.ofSeconds(10), 0);
    StorageSettings fromTheChain =
        StorageSettings.of(
            asGiven.endpoint(), null, asGiven.bucket(), null, null, null, null, null, 0);
    server.then(status(200, "1", "ETag: \"x\""));
    try (ObjectStore chained = S3ObjectStore.open(fromTheChain)) {
      assertThat(bytes(chained.get("a.json"))).isEqualTo("1");
    } finally {
      keys.keySet().forEach(System::clearProperty);
    }
    assertThat(server.received().getFirst().header("x-amz-security-token"))
        .isEqualTo("the/token+of=some==");
    assertThat(server.received().getFirst().header("authorization"))
        .contains("Credential=temporary/")
        .contains("SignedHeaders=host;x-amz-content-sha256;x-amz-date;x-amz-security-token,");
  }

  @Test
  void aBucketIsInThePathOfAnEndpointOfOnesOwn() {
    server.then(status(200, "1", "ETag: \"x\""));
    for (String key : List.of("a b/+&%ü.txt", "c:d@e")) {
      assertThat(bytes(store.get(key))).isEqualTo("1");
    }
    assertThat(server.received())
        .extracting(ScriptedServer.Received::line)
        .containsExactly(
            "GET /fleet/a%20b/%2B%26%25%C3%BC.txt HTTP/1.1", "GET /fleet/c%3Ad%40e HTTP/1.1");
  }

  @Test
  void aClockThatIsWrongIsSetByTheStoresOnce() {
    server
        .then(
            status(
                403,
                "<Error><Code>RequestTimeTooSkewed</Code></Error>",
                "Date: Sat, 21 Nov 2015 08:00:10 GMT"))
        .then(status(200, "1", "ETag: \"x\""));
    assertThatThrownBy(() -> store.get("a.json")).isInstanceOf(StoreException.AccessDenied.class);
    assertThat(bytes(store.get("a.json"))).isEqualTo("1");
    assertThat(server.received().getLast().header("x-amz-date")).startsWith("20151121T0800");
  }

  private static String bytes(GetResult result) {
    assertThat(result).isInstanceOf(GetResult.Found.class);
    return new String(((GetResult.Found) result).body(), UTF_8);
  }
}
