package io.fleetman.embedded;

import static io.fleetman.embedded.EmbeddedStoreTest.hasStatus;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Keys, uploads, copies and deletes, as clients make them. */
class ObjectsTest extends OneStoreTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "with space.txt",
        "a+b.txt",
        "100%.txt",
        "%2F%20.txt",
        "grüße/日本語/😀.txt",
        "quote'\"<&>.txt",
        "a=b;c,d@e#f?g.txt",
        "version-1.0.0+build.7",
        "trailing space ",
        "back\\slash"
      })
  void keepsAnyPlainPath(String key) {
    String eTag = client.create(key, "1").eTag();
    client.swap(key, eTag, "2");
    assertThat(client.get(key)).isEqualTo("2");
    assertThat(client.keys("")).containsExactly(key);
    assertThatThrownBy(() -> client.create(key, "3")).satisfies(e -> hasStatus(e, 412));
    client.s3.copyObject(
        r ->
            r.sourceBucket(Client.BUCKET)
                .sourceKey(key)
                .destinationBucket(Client.BUCKET)
                .destinationKey("copy of/" + key));
    assertThat(client.get("copy of/" + key)).isEqualTo("2");
    client.s3.deleteObject(r -> r.bucket(Client.BUCKET).key(key));
    assertThat(client.keys("")).containsExactly("copy of/" + key);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a//b", "a/../b", "a/./b", "/a", "../a", ".mpus-a", ".s3proxy-versions/a"})
  void refusesWhatIsNoPlainPath(String key) {
    // Some do not even get past the signature, which the server computes over a tidied path.
    assertThatThrownBy(() -> client.put(key, "x"))
        .isInstanceOfSatisfying(S3Exception.class, e -> assertThat(e.statusCode()).isIn(400, 403));
    assertThat(client.keys("")).isEmpty();
  }

  @Test
  void aNameMayHave255Bytes() {
    client.put("dir/" + "n".repeat(255), "x");
    assertThat(client.get("dir/" + "n".repeat(255))).isEqualTo("x");
    assertThatThrownBy(() -> client.put("dir/" + "n".repeat(256), "x"))
        .satisfies(e -> hasStatus(e, 400));
  }

  @Test
  void refusesAKeyThatIsAFolderOfAnother() {
    client.put("a/b", "x");
    assertThatThrownBy(() -> client.put("a", "x")).satisfies(e -> hasStatus(e, 400));
    assertThatThrownBy(() -> client.create("a/b/c", "x")).satisfies(e -> hasStatus(e, 400));
    client.s3.deleteObject(r -> r.bucket(Client.BUCKET).key("a/b"));
    client.put("a", "x");
    assertThat(client.keys("")).containsExactly("a");
  }

  @Test
  void judgesConditions() {
    assertThatThrownBy(() -> client.swap("doc", "\"0\"", "x")).satisfies(e -> hasStatus(e, 404));
    String first = client.create("doc", "1").eTag();
    String second = client.swap("doc", first, "2").eTag();
    assertThatThrownBy(() -> client.swap("doc", first, "3")).satisfies(e -> hasStatus(e, 412));
    client.swap("doc", second.replace("\"", ""), "4");
    client.swap("doc", "*", "5");
    assertThatThrownBy(() -> client.swap("none", "*", "5")).satisfies(e -> hasStatus(e, 404));
    assertThat(client.get("doc")).isEqualTo("5");
  }

  @Test
  void aRefusalLeavesTheConnectionUsable() {
    String body = "x".repeat(100_000);
    String stale = client.put("doc", "1").eTag();
    client.put("doc", "2");
    for (int i = 0; i < 50; i++) {
      assertThatThrownBy(() -> client.swap("doc", stale, body)).satisfies(e -> hasStatus(e, 412));
      assertThatThrownBy(() -> client.create("doc", body)).satisfies(e -> hasStatus(e, 412));
    }
  }

  @Test
  void takesAMultipartUploadOf20Megabytes() {
    byte[] content = new byte[20 << 20];
    new Random(1).nextBytes(content);
    int part = 6 << 20;
    client.put("big.bin", "replaced by the upload");
    String id =
        client
            .s3
            .createMultipartUpload(
                r -> r.bucket(Client.BUCKET).key("big.bin").contentType("application/x-test"))
            .uploadId();
    List<CompletedPart> parts = new ArrayList<>();
    for (int from = 0, n = 1; from < content.length; from += part, n++) {
      byte[] bytes = Arrays.copyOfRange(content, from, Math.min(content.length, from + part));
      int number = n;
      String eTag =
          client
              .s3
              .uploadPart(
                  r -> r.bucket(Client.BUCKET).key("big.bin").uploadId(id).partNumber(number),
                  RequestBody.fromBytes(bytes))
              .eTag();
      parts.add(CompletedPart.builder().partNumber(number).eTag(eTag).build());
    }
    assertThat(client.keys("")).containsExactly("big.bin");
    assertThat(client.get("big.bin")).isEqualTo("replaced by the upload");
    client.s3.completeMultipartUpload(
        r ->
            r.bucket(Client.BUCKET)
                .key("big.bin")
                .uploadId(id)
                .multipartUpload(m -> m.parts(parts)));

    var answer = client.s3.getObjectAsBytes(r -> r.bucket(Client.BUCKET).key("big.bin"));
    assertThat(Arrays.equals(answer.asByteArrayUnsafe(), content)).isTrue();
    assertThat(answer.response().contentType()).isEqualTo("application/x-test");
    assertThat(client.keys("")).containsExactly("big.bin");
    var range =
        client.s3.getObjectAsBytes(
            r -> r.bucket(Client.BUCKET).key("big.bin").range("bytes=7000000-7000009"));
    assertThat(range.asByteArray()).isEqualTo(Arrays.copyOfRange(content, 7_000_000, 7_000_010));
  }

  @Test
  void copiesWithMetadata() {
    client.s3.putObject(
        r ->
            r.bucket(Client.BUCKET)
                .key("from")
                .contentType("text/x-test")
                .metadata(Map.of("owner", "app")),
        RequestBody.fromString("bytes"));
    String eTag = client.put("to", "old").eTag();
    var copied =
        client.s3.copyObject(
            r ->
                r.sourceBucket(Client.BUCKET)
                    .sourceKey("from")
                    .destinationBucket(Client.BUCKET)
                    .destinationKey("to"));
    var got = client.s3.getObjectAsBytes(r -> r.bucket(Client.BUCKET).key("to"));
    assertThat(got.asUtf8String()).isEqualTo("bytes");
    assertThat(got.response().contentType()).isEqualTo("text/x-test");
    assertThat(got.response().metadata()).containsEntry("owner", "app");
    assertThat(got.response().eTag()).contains(copied.copyObjectResult().eTag().replace("\"", ""));
    assertThatThrownBy(() -> client.swap("to", eTag, "x")).satisfies(e -> hasStatus(e, 412));
    assertThatThrownBy(
            () ->
                client.s3.copyObject(
                    r ->
                        r.sourceBucket(Client.BUCKET)
                            .sourceKey("missing")
                            .destinationBucket(Client.BUCKET)
                            .destinationKey("to")))
        .satisfies(e -> hasStatus(e, 404));
  }

  @Test
  void deletesAThousandInOneRequest() {
    List<ObjectIdentifier> all =
        IntStream.range(0, 1_000)
            .mapToObj(i -> ObjectIdentifier.builder().key("old/" + i % 10 + "/" + i).build())
            .toList();
    all.forEach(object -> client.put(object.key(), "x"));
    client.put("kept", "x");
    var answer = client.s3.deleteObjects(r -> r.bucket(Client.BUCKET).delete(d -> d.objects(all)));
    assertThat(answer.errors()).isEmpty();
    assertThat(answer.deleted()).hasSize(1_000);
    assertThat(client.keys("")).containsExactly("kept");
    client.s3.deleteObject(r -> r.bucket(Client.BUCKET).key("not there"));
  }

  @Test
  void aMissingBucketIsSaidSo() {
    assertThatThrownBy(
            () ->
                client.s3.putObject(r -> r.bucket("no-such").key("a"), RequestBody.fromString("x")))
        .satisfies(e -> hasStatus(e, 404));
  }
}
