package io.fleetman.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;

/** What readers see while others write. */
class ListTest extends OneStoreTest {
  @Test
  void showsNoTemporaryNameWhilePutsRun() throws Exception {
    byte[] body = new byte[300_000];
    Set<String> expected = new HashSet<>();
    List<Callable<Void>> writers = new ArrayList<>();
    for (int w = 0; w < 6; w++) {
      String key = "busy/" + w + ".bin";
      expected.add(key);
      writers.add(
          () -> {
            for (int i = 0; i < 40; i++) {
              client.putBytes(key, body);
            }
            return null;
          });
    }
    expected.add("busy/multipart.bin");
    writers.add(
        () -> {
          for (int i = 0; i < 10; i++) {
            upload("busy/multipart.bin", 2);
          }
          return null;
        });
    Set<String> seen = new HashSet<>();
    int lists = whileRunning(writers, () -> seen.addAll(client.keys("")));
    assertThat(lists).isGreaterThan(10);
    assertThat(seen).isEqualTo(expected);
  }

  @Test
  void aGetAnswersWithTheETagOfTheBytesItSends() throws Exception {
    client.put("doc.json", "first");
    List<Callable<Void>> writers = new ArrayList<>();
    for (int w = 0; w < 3; w++) {
      String body = String.valueOf((char) ('a' + w)).repeat(1000);
      writers.add(
          () -> {
            for (int i = 0; i < 300; i++) {
              client.put("doc.json", body);
            }
            return null;
          });
    }
    whileRunning(
        writers,
        () -> {
          var answer = client.s3.getObjectAsBytes(r -> r.bucket(Client.BUCKET).key("doc.json"));
          byte[] md5 = MessageDigest.getInstance("MD5").digest(answer.asByteArray());
          assertThat(answer.response().eTag())
              .isEqualTo("\"" + HexFormat.of().formatHex(md5) + "\"");
          return null;
        });
  }

  @Test
  void aFolderThatEmptiesAndFillsLosesNothing() throws Exception {
    List<Callable<Void>> writers = new ArrayList<>();
    for (int w = 0; w < 8; w++) {
      String key = "inbox/web-1/" + w;
      writers.add(
          () -> {
            for (int i = 0; i < 60; i++) {
              client.create(key, "look");
              assertThat(client.get(key)).isEqualTo("look");
              client.s3.deleteObject(r -> r.bucket(Client.BUCKET).key(key));
            }
            return null;
          });
    }
    whileRunning(writers, () -> client.keys("inbox/"));
    assertThat(client.keys("")).isEmpty();
  }

  @Test
  void pagesThroughMoreThanAThousandKeysInOrder() throws Exception {
    List<String> keys =
        IntStream.range(0, 1_050).mapToObj("nodes/web-%04d.json"::formatted).toList();
    inParallel(keys.stream().map(key -> put(key, "{}")).toList());

    ListObjectsV2Response first =
        client.s3.listObjectsV2(r -> r.bucket(Client.BUCKET).prefix("nodes/"));
    assertThat(first.contents()).hasSize(1_000);
    assertThat(first.isTruncated()).isTrue();
    assertThat(client.keys("nodes/")).isEqualTo(keys);

    var folders = client.s3.listObjectsV2(r -> r.bucket(Client.BUCKET).delimiter("/"));
    assertThat(folders.commonPrefixes()).extracting(CommonPrefix::prefix).containsExactly("nodes/");
    assertThat(folders.contents()).isEmpty();
  }

  private static <T> List<T> inParallel(List<Callable<T>> tasks) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<T> results = new ArrayList<>();
      for (Future<T> run : threads.invokeAll(tasks)) {
        results.add(run.get());
      }
      return results;
    }
  }

  private Callable<Void> put(String key, String body) {
    return () -> {
      client.put(key, body);
      return null;
    };
  }

  /** How many times {@code reader} ran while the writers did. */
  private static int whileRunning(List<Callable<Void>> writers, Callable<?> reader)
      throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
      Future<Integer> reads =
          threads.submit(
              () -> {
                int count = 0;
                while (!done.get()) {
                  reader.call();
                  count++;
                }
                return count;
              });
      try {
        inParallel(writers);
      } finally {
        done.set(true);
      }
      return reads.get();
    }
  }

  private void upload(String key, int parts) {
    String id = client.s3.createMultipartUpload(r -> r.bucket(Client.BUCKET).key(key)).uploadId();
    List<CompletedPart> completed = new ArrayList<>();
    for (int n = 1; n <= parts; n++) {
      int number = n;
      String eTag =
          client
              .s3
              .uploadPart(
                  r -> r.bucket(Client.BUCKET).key(key).uploadId(id).partNumber(number),
                  RequestBody.fromBytes(new byte[5 << 20]))
              .eTag();
      completed.add(CompletedPart.builder().partNumber(number).eTag(eTag).build());
    }
    client.s3.completeMultipartUpload(
        r ->
            r.bucket(Client.BUCKET).key(key).uploadId(id).multipartUpload(m -> m.parts(completed)));
  }
}
