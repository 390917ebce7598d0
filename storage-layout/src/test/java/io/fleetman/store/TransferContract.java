package io.fleetman.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleetman.codec.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The part of the contract that is about bytes, whatever their number and their key. */
abstract class TransferContract extends StoreUnderContract {
  // Keys

  @ParameterizedTest
  @DisplayName("Any key that a path can make is put, read, listed, copied and deleted as it is")
  @ValueSource(
      strings = {
        "with space.txt",
        "plus+and%20percent%.txt",
        "ünïcode/漢字/🚀.txt",
        "a=b&c?d#e;f,g:h@i$j!k'l(m)n*.txt",
        "<angle> \"quote\" [bracket] {brace} ^`|~.txt",
        "Versions/1.0+build.5/x.json",
        "dots.../..a/b..c"
      })
  void keys(String key, @TempDir Path folder) throws IOException {
    roundTrip(key, folder);
  }

  @Test
  @DisplayName("Keys of 600 characters are put, read, listed, copied and deleted")
  void longKeys(@TempDir Path folder) throws IOException {
    String segment = "x".repeat(199);
    roundTrip(segment + "/" + segment + "/" + segment, folder);
  }

  private void roundTrip(String key, Path folder) throws IOException {
    ETag etag = written(put("k/" + key, "bytes of " + key, Precondition.ABSENT));
    assertThat(put("k/" + key, "again", Precondition.ABSENT)).isInstanceOf(PutResult.Refused.class);
    assertThat(text("k/" + key)).isEqualTo("bytes of " + key);
    assertThat(store.getIfChanged("k/" + key, etag)).isInstanceOf(GetResult.Unchanged.class);
    store.copy("k/" + key, "c/" + key);
    store.putFile(
        "f/" + key, Files.writeString(folder.resolve("f"), key), ObjectWriter.Progress.NONE);
    try (ObjectBody body = store.open("c/" + key)) {
      assertThat(body.stream().readAllBytes()).asString(UTF_8).isEqualTo("bytes of " + key);
    }
    assertThat(keys("")).containsExactly("c/" + key, "f/" + key, "k/" + key);
    store.delete("c/" + key);
    store.deleteAll(List.of("f/" + key, "k/" + key));
    assertThat(keys("")).isEmpty();
  }

  // Bytes

  @Test
  @DisplayName("A part of an object is read as such: its first bytes, its last, some between")
  void parts() throws IOException {
    byte[] bytes = new byte[100_000];
    new Random(3).nextBytes(bytes);
    store.put("parts.bin", bytes, Precondition.NONE);
    for (int[] part : new int[][] {{0, 1}, {0, 100_000}, {40_000, 9_999}, {99_999, 1}}) {
      try (ObjectBody body = store.open("parts.bin", part[0], part[1])) {
        assertThat(body.length()).isEqualTo(part[1]);
        assertThat(body.stream().readAllBytes())
            .isEqualTo(Arrays.copyOfRange(bytes, part[0], part[0] + part[1]));
      }
    }
    assertThatThrownBy(() -> store.open("none.bin", 0, 1).close())
        .isInstanceOf(StoreException.NotFound.class);
  }

  @Test
  @DisplayName("A file of 20 MiB arrives as it is, in parts, with its progress told")
  void largeFile(@TempDir Path folder) throws IOException {
    byte[] bytes = new byte[(20 << 20) + 17];
    new Random(7).nextBytes(bytes);
    AtomicLong sent = new AtomicLong();

    store.putFile("large.bin", Files.write(folder.resolve("large"), bytes), sent::addAndGet);
    store.copy("large.bin", "copy.bin");

    assertThat(sent).hasValue(bytes.length);
    for (String key : List.of("large.bin", "copy.bin")) {
      try (ObjectBody body = store.open(key)) {
        assertThat(body.length()).isEqualTo(bytes.length);
        assertThat(Sha256.of(body.stream().readAllBytes())).isEqualTo(Sha256.of(bytes));
      }
    }
  }

  @ParameterizedTest
  @DisplayName("Small files and empty ones arrive as they are")
  @ValueSource(ints = {0, 1, 70_000})
  void smallFile(int size, @TempDir Path folder) throws IOException {
    byte[] bytes = new byte[size];
    new Random(7).nextBytes(bytes);

    store.putFile("f.bin", Files.write(folder.resolve("f"), bytes), ObjectWriter.Progress.NONE);

    try (ObjectBody body = store.open("f.bin")) {
      assertThat(body.stream().readAllBytes()).isEqualTo(bytes);
      assertThat(body.etag()).isEqualTo(found("f.bin").etag());
    }
  }

  @Test
  @DisplayName("A body that is closed half way harms no later request")
  void closedHalfWay(@TempDir Path folder) throws IOException {
    store.putFile(
        "f", Files.write(folder.resolve("f"), new byte[3 << 20]), ObjectWriter.Progress.NONE);
    for (int i = 0; i < 70; i++) { // more than there are connections
      try (ObjectBody body = store.open("f")) {
        assertThat(body.stream().read()).isZero();
      }
    }
    assertThat(found("f").body()).hasSize(3 << 20);
  }

  @Test
  @DisplayName("A copy has the bytes of its source, which stays, and replaces what was there")
  void copy() {
    put("a.bin", "bytes", Precondition.NONE);
    put("b/c.bin", "old", Precondition.NONE);
    store.copy("a.bin", "b/c.bin");
    assertThat(text("b/c.bin")).isEqualTo("bytes");
    assertThat(text("a.bin")).isEqualTo("bytes");
  }
}
