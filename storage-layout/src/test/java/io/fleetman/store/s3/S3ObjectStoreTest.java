package io.fleetman.store.s3;

import static io.fleetman.store.s3.ScriptedServer.error;
import static io.fleetman.store.s3.ScriptedServer.hangUp;
import static io.fleetman.store.s3.ScriptedServer.stallAfter;
import static io.fleetman.store.s3.ScriptedServer.status;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fleetman.store.ETag;
import io.fleetman.store.GetResult;
import io.fleetman.store.ObjectBody;
import io.fleetman.store.ObjectStore;
import io.fleetman.store.ObjectWriter.Progress;
import io.fleetman.store.Precondition;
import io.fleetman.store.PutResult;
import io.fleetman.store.StorageSettings;
import io.fleetman.store.StoreException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Invariant 14: nothing waits without a limit, and no failure looks like absence; whether reads go
 * directly or through the SDK.
 */
@Timeout(60)
@ParameterizedClass
@ValueSource(booleans = {true, false})
class S3ObjectStoreTest {
  private static final String DATE = "Date: Sat, 21 Nov 2026 08:00:10 GMT";
  private static final String MODIFIED = "Last-Modified: Sat, 21 Nov 2026 08:00:00 GMT";
  private static final Precondition SWAP = Precondition.matches(new ETag("abc"));

  private final boolean direct;
  private final ScriptedServer server;
  private ObjectStore store;

  S3ObjectStoreTest(boolean direct) throws IOException {
    this.direct = direct;
    server = new ScriptedServer();
    store = open(Duration.ofSeconds(10));
  }

  private ObjectStore open(Duration timeout) {
    StorageSettings settings = server.settings(timeout, 2);
    return direct ? S3ObjectStore.open(settings) : S3ObjectStore.openThroughSdk(settings);
  }

  private void waitsOnlyASecond() {
    store.close();
    store = open(Duration.ofSeconds(1));
  }

  @BeforeEach
  void isOpen() {
    assertThat(server.received()).isEmpty();
  }

  @AfterEach
  void close() {
    store.close();
    server.close();
  }

  // Writes under a condition

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 503, 504})
  void aConditionalPutThatFailsInTheStoreIsSentOnceAndMayHaveLanded(int status) {
    server.then(error(status, "InternalError"));
    assertMayHaveLanded(true);
  }

  @Test
  void aConditionalPutWhoseAnswerIsLostMayHaveLanded() {
    server.then(hangUp());
    assertMayHaveLanded(true);
  }

  @Test
  void aConditionalPutThatIsNotAnsweredInTimeMayHaveLanded() {
    waitsOnlyASecond();
    server.then(stallAfter(""));
    assertMayHaveLanded(true);
  }

  @Test
  void aConflictOfConditionalPutsHasNotLanded() {
    server.then(error(409, "ConditionalRequestConflict"));
    assertMayHaveLanded(false);
  }

  private void assertMayHaveLanded(boolean landed) {
    for (Precondition condition : List.of(Precondition.ABSENT, SWAP)) {
      int before = server.received().size();
      StoreException e =
          catchThrowableOfType(
              StoreException.Unavailable.class, () -> store.put("a.json", new byte[3], condition));
      assertThat(e).isNotNull();
      assertThat(e.mayHaveLanded()).isEqualTo(landed);
      assertThat(server.received()).hasSize(before + 1);
    }
  }

  @Test
  void aPutThatNeverReachedAStoreHasNotLanded() throws IOException {
    // A port that somebody has, so that nobody else gets it meanwhile, and where nobody listens.
    try (Socket taken = new Socket()) {
      taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      store.close();
      StorageSettings settings =
          ScriptedServer.settings("http", taken.getLocalPort(), Duration.ofSeconds(10), 2);
      store = direct ? S3ObjectStore.open(settings) : S3ObjectStore.openThroughSdk(settings);
      assertNothingAnswers();
    }
  }

  private void assertNothingAnswers() {
    assertThatThrownBy(() -> store.put("a.json", new byte[3], SWAP))
        .isInstanceOfSatisfying(
            StoreException.Unavailable.class, e -> assertThat(e.mayHaveLanded()).isFalse())
        .hasMessageEndingWith(
            "nothing answers there; is the store running, and the endpoint right?");
  }

  @Test
  void conditionsAreSentAsEveryStoreUnderstandsThem() {
    server.then(status(200, "", "ETag: \"new\""));
    assertThat(store.put("a.json", new byte[3], Precondition.ABSENT))
        .isEqualTo(new PutResult.Written(new ETag("new")));
    store.put("a.json", new byte[3], SWAP);

    assertThat(server.received().get(0).header("if-none-match")).isEqualTo("*");
    assertThat(server.received().get(1).header("if-match")).isEqualTo("abc");
    assertThat(server.received().get(1).headers())
        .doesNotContainKeys("x-amz-trailer", "x-amz-sdk-checksum-algorithm");
  }

  @ParameterizedTest
  @CsvSource({"412, PreconditionFailed", "404, NoSuchKey"})
  void aSwapThatFindsAnotherObjectOrNoneIsRefused(int status, String code) {
    server.then(error(status, code));
    assertThat(store.put("a.json", new byte[3], SWAP)).isInstanceOf(PutResult.Refused.class);
  }

  // What may be done twice

  @Test
  void unconditionalRequestsAreSentAgainUntilTheyAreAnswered() {
    server.then(error(503, "SlowDown")).then(hangUp()).then(status(200, "", "ETag: \"new\""));
    assertThat(store.put("doorbell", new byte[3], Precondition.NONE))
        .isInstanceOf(PutResult.Written.class);
    assertThat(server.received()).hasSize(3);
  }

  @Test
  void readsAreSentAgainAsOftenAsTheSettingsSay() {
    server.then(error(500, "InternalError"));
    assertThatThrownBy(() -> store.get("a.json"))
        .isInstanceOf(StoreException.Unavailable.class)
        .hasMessageContaining("GET a.json at http://127.0.0.1:")
        .hasMessageEndingWith("/fleet: the store failed (500 InternalError)");
    assertThat(server.received()).hasSize(3);
  }

  @Test
  void anErrorInsideA200IsNoCopy() {
    server
        .then(status(200, "<Error><Code>InternalError</Code></Error>"))
        .then(status(200, "<CopyObjectResult><ETag>\"x\"</ETag></CopyObjectResult>"));
    store.copy("a", "b");
    assertThat(server.received()).hasSize(2);
  }

  // What is absence, and what is not

  @Test
  void onlyAStoreThatNamesAMissingKeyYieldsAbsence() {
    server.then(error(404, "NoSuchKey"));
    assertThat(store.get("a.json")).isInstanceOf(GetResult.Absent.class);
  }

  @Test
  void a404OfSomebodyElseIsNoAbsence() {
    server.then(status(404, "<html>nginx</html>", "Content-Type: text/html"));
    assertThatThrownBy(() -> store.get("a.json"))
        .isInstanceOf(StoreException.Unavailable.class)
        .hasMessageContaining("is this the S3 endpoint?");
    assertThatThrownBy(() -> store.put("a.json", new byte[3], SWAP))
        .isInstanceOf(StoreException.Unavailable.class);
  }

  @Test
  void aPageOfSomebodyElseIsNoAnswer(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("f"), "bytes");
    server.then(status(200, "<html><body>Log in</body></html>", "Content-Type: text/html"));

    assertThatThrownBy(() -> store.list("cells/", "/", null))
        .isInstanceOf(StoreException.Unavailable.class)
        .hasMessageContaining("is this the S3 endpoint?");
    assertThatThrownBy(() -> store.putFile("f", file, Progress.NONE))
        .isInstanceOf(StoreException.Unavailable.class)
        .hasMessageContaining("is this the S3 endpoint?");
    assertThatThrownBy(() -> store.copy("f", "g"))
        .isInstanceOf(StoreException.Unavailable.class)
        .hasMessageContaining("is this the S3 endpoint?");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "401 | Unauthorized | check the access key and the secret key",
        "403 | AccessDenied | check the access key and the secret key",
        "403 | SignatureDoesNotMatch | the secret key does not fit the access key; correct it",
        "403 | InvalidAccessKeyId | the store does not know this access key; correct it",
        "403 | RequestTimeTooSkewed | this machine's clock is wrong by the store's; set it",
        "400 | ExpiredToken | the temporary credentials have expired; renew them"
      })
  void whatIsDeniedIsSaidWithTheFixAndWithoutTheSecret(int status, String code, String fix) {
    server.then(error(status, code));
    assertThatThrownBy(() -> store.list("", "/", null))
        .isInstanceOf(StoreException.AccessDenied.class)
        .hasMessageContaining(fix)
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain(ScriptedServer.SECRET));
    assertThat(server.received()).hasSize(1);
  }

  @Test
  void aBare403IsDenialToo() {
    server.then(status(403, ""));
    assertThatThrownBy(() -> store.get("a.json")).isInstanceOf(StoreException.AccessDenied.class);
  }

  @Test
  void noMessageRepeatsTheSecretThatAStoreSaid() {
    server.then(error(400, "InvalidArgument"));
    assertThatThrownBy(() -> store.get("a.json"))
        .isInstanceOf(StoreException.Rejected.class)
        .hasMessageEndingWith("refused (400 InvalidArgument): said with ***");
  }

  @Test
  void aWrongRegionIsNamed() {
    server.then(error(400, "AuthorizationHeaderMalformed"));
    assertThatThrownBy(() -> store.get("a.json"))
        .isInstanceOf(StoreException.Rejected.class)
        .hasMessageContaining("the bucket is not in region 'us-east-1'");
  }

  // Bodies

  @Test
  void aDocumentThatStallsOrIsCutIsNotRead() {
    waitsOnlyASecond();
    String head = "HTTP/1.1 200 OK\r\nETag: \"x\"\r\nContent-Length: 10\r\n\r\n";
    server
        .then(stallAfter(head + "half"))
        .then(
            out -> {
              out.write((head + "half").getBytes(UTF_8));
              out.flush();
              throw new IOException("cut");
            });
    assertThatThrownBy(() -> store.get("a.json")).isInstanceOf(StoreException.Unavailable.class);
    assertThat(server.received()).hasSize(3);
  }

  @Test
  void aBodyThatStallsIsGivenUp() throws IOException {
    waitsOnlyASecond();
    server.then(stallAfter("HTTP/1.1 200 OK\r\nETag: \"x\"\r\nContent-Length: 10\r\n\r\nhalf"));
    try (ObjectBody body = store.open("f")) {
      assertThatThrownBy(() -> body.stream().readAllBytes())
          .isInstanceOf(StoreException.Unavailable.class)
          .hasMessageContaining("the body stalled half way through");
    }
  }

  @Test
  void aBodyThatIsCutIsNotTheWhole() throws IOException {
    server.then(
        out -> {
          out.write(
              "HTTP/1.1 200 OK\r\nETag: \"x\"\r\nContent-Length: 10\r\n\r\nhalf".getBytes(UTF_8));
          out.flush();
          throw new IOException("cut");
        });
    try (ObjectBody body = store.open("f")) {
      assertThatThrownBy(() -> body.stream().readAllBytes())
          .isInstanceOf(StoreException.Unavailable.class);
    }
  }

  // Times

  @Test
  void theStoresDateIsItsClock() {
    server
        .then(status(200, "1", "ETag: \"x\"", DATE, MODIFIED))
        .then(status(200, "1", "ETag: \"x\"", MODIFIED))
        .then(status(304, "", DATE));
    Instant date = Instant.parse("2026-11-21T08:00:10Z");
    assertThat(found().storeNow()).isEqualTo(date);
    assertThat(found().storeNow()).as("no Date: the latest it gave").isEqualTo(date);
    assertThat(store.getIfChanged("a.json", new ETag("x")))
        .isEqualTo(new GetResult.Unchanged(date));
  }

  private GetResult.Found found() {
    GetResult result = store.get("a.json");
    assertThat(result).isInstanceOf(GetResult.Found.class);
    return (GetResult.Found) result;
  }

  // Many

  @Test
  void anUploadThatFailsIsAborted(@TempDir Path folder) throws IOException {
    Path file = Files.write(folder.resolve("f"), new byte[17 << 20]);
    server
        .then(
            status(
                200,
                "<InitiateMultipartUploadResult><UploadId>u-1</UploadId>"
                    + "</InitiateMultipartUploadResult>"))
        .then(error(403, "AccessDenied"));
    assertThatThrownBy(() -> store.putFile("f", file, Progress.NONE))
        .isInstanceOf(StoreException.AccessDenied.class);
    assertThat(server.received().getLast().line()).startsWith("DELETE /fleet/f?uploadId=u-1 ");
  }

  @Test
  void aBatchDeleteThatIsRefusedIsDoneOneByOne() {
    server.then(error(501, "NotImplemented")).then(status(204, ""));
    store.deleteAll(List.of("a", "b", "c"));
    assertThat(server.received())
        .extracting(r -> r.line().split(" ", -1)[1])
        .containsExactlyInAnyOrder("/fleet?delete", "/fleet/a", "/fleet/b", "/fleet/c");
    assertThat(server.received().getFirst().headers()).containsKey("content-md5");
  }

  @Test
  void anObjectThatABatchCouldNotDeleteIsAnError() {
    server.then(
        status(
            200,
            "<DeleteResult><Error><Key>b</Key><Code>AccessDenied</Code><Message>no</Message>"
                + "</Error></DeleteResult>"));
    assertThatThrownBy(() -> store.deleteAll(List.of("a", "b")))
        .isInstanceOf(StoreException.AccessDenied.class)
        .hasMessageContaining("1 of them were not deleted, the first is b (AccessDenied: no)");
  }

  // The end

  @Test
  void afterCloseNothingIsSent() {
    server.then(status(200, ""));
    store.close();
    assertThatThrownBy(() -> store.get("a.json"))
        .isInstanceOf(StoreException.Unavailable.class)
        .hasMessageEndingWith("closed");
    assertThat(server.received()).isEmpty();
  }

  @Test
  void anInterruptedThreadStaysInterruptedAndDoesNotTryAgain() {
    server.then(stallAfter(""));
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> store.get("a.json")).isInstanceOf(StoreException.Unavailable.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(server.received()).hasSizeLessThanOrEqualTo(1);
  }
}
