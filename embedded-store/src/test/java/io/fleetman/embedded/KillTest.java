package io.fleetman.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;

@Timeout(60)
class KillTest {
  private static final int WRITERS = 4;
  private static final int BIG = 64 << 20;

  @TempDir Path folder;

  @Test
  void killedWhileWritingKeepsWhatItAcknowledgedAndNothingElse() throws Exception {
    Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    try (StoreProcess process = StoreProcess.start(folder);
        Client client = process.client();
        ExecutorService threads = Executors.newFixedThreadPool(WRITERS + 1)) {
      List<Future<?>> runs = new ArrayList<>();
      for (int i = 0; i < WRITERS; i++) {
        String prefix = "docs/writer-" + i + "/";
        runs.add(threads.submit(() -> writeUntilRefused(client, prefix, acknowledged)));
      }
      CountDownLatch begun = new CountDownLatch(1);
      runs.add(threads.submit(() -> writeBig(client, begun)));
      begun.await();
      while (acknowledged.size() < 300 || staged() == 0) {
        Thread.sleep(20);
      }
      process.kill();
      for (Future<?> run : runs) {
        run.get();
      }
    }
    assertThat(staged()).as("files the kill left behind").isPositive();

    try (StoreFixture again = new StoreFixture(folder)) {
      assertThat(staged()).isZero();
      List<String> listed = again.client.keys("");
      assertThat(listed).containsAll(acknowledged);
      // A write may have been done and not yet answered, one for each writer at most.
      assertThat(listed).hasSizeLessThanOrEqualTo(acknowledged.size() + WRITERS);
      assertThat(listed).allMatch(key -> key.startsWith("docs/"));
      for (String key : listed) {
        assertThat(again.client.get(key)).isEqualTo(bodyOf(key));
      }
    }
  }

  @Test
  void killedWhilePuttingAnUploadTogetherLeavesNoTrace() throws Exception {
    String own = "dir/big.bin-" + UUID.randomUUID();
    String another = "dir/big.bin-" + UUID.randomUUID();
    String temporary = "dir/big.bin-" + UUID.randomUUID();
    try (StoreFixture fixture = new StoreFixture(folder)) {
      fixture.client.put(own, "a client may name a key like this");
      fixture.client.put("dir/big.bin", "before");
    }
    try (StoreFolder taken = StoreFolder.take(folder)) {
      var _ = new CompletionNotes(taken).begin(Client.BUCKET, "dir/big.bin", "an-upload");
      Files.writeString(taken.bucket(Client.BUCKET).resolve(temporary), "half of it");
    }
    try (StoreFixture again = new StoreFixture(folder)) {
      again.client.put(another, "and later too");
      assertThat(again.client.keys("")).containsExactlyInAnyOrder("dir/big.bin", own, another);
      assertThat(again.client.get("dir/big.bin")).isEqualTo("before");
    }
  }

  private static void writeUntilRefused(Client client, String prefix, Set<String> acknowledged) {
    try {
      for (int i = 0; ; i++) {
        String key = prefix + i + ".json";
        client.create(key, bodyOf(key));
        acknowledged.add(key);
      }
    } catch (SdkException e) {
      // The store was killed.
    }
  }

  private static void writeBig(Client client, CountDownLatch begun) {
    begun.countDown();
    try {
      client.s3.putObject(
          r -> r.bucket(Client.BUCKET).key("big.bin"),
          RequestBody.fromInputStream(new SlowStream(new byte[BIG], 500, 64), BIG));
    } catch (SdkException e) {
      // The store was killed.
    }
  }

  private static String bodyOf(String key) {
    return key.repeat(200);
  }

  private long staged() throws Exception {
    try (Stream<Path> files = Files.list(folder.resolve(StoreFolder.STAGING))) {
      return files.filter(file -> sizeOf(file) > 1 << 20).count();
    }
  }

  private static long sizeOf(Path file) {
    return file.toFile().length();
  }
}
