package io.fleetman.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleetman.codec.Sha256;
import io.fleetman.ladder.Ladder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What Fleetman relies on in a store, and all that it relies on. Each test is one rule; every
 * implementation of {@link ObjectStore} passes them all.
 */
public abstract class ObjectStoreContract {
  private static final int RACERS = 32;
  private static final int MANY = 1_100;
  // a run's own, and short: a prefix may be no longer than leaves room for every key
  private static final String PREFIX = "contract/" + UUID.randomUUID().toString().substring(0, 8);

  private ObjectStore store = new InMemoryObjectStore(); // each test gets the one under test

  /** Opens the bucket under test, seen from this prefix. */
  protected abstract ObjectStore open(String prefix);

  /** The rung of the test ladder that this is. */
  protected abstract String rung();

  @BeforeEach
  void openStore() {
    store = open(PREFIX + "/" + UUID.randomUUID());
  }

  @AfterEach
  void cleanUp() {
    store.deleteAll(keys(""));
    store.close();
    Ladder.ran(rung());
  }

  // Conditional puts

  @Test
  @DisplayName("A create puts where nothing is, and is refused where something is")
  void create() {
    assertThat(put("a.json", "1", Precondition.ABSENT)).isInstanceOf(PutResult.Written.class);
    assertThat(put("a.json", "2", Precondition.ABSENT)).isInstanceOf(PutResult.Refused.class);
    assertThat(text("a.json")).isEqualTo("1");
  }

  @Test
  @DisplayName("A swap replaces exactly the object that was read")
  void swap() {
    ETag first = written(put("a.json", "1", Precondition.ABSENT));
    ETag read = found("a.json").etag();
    assertThat(read).isEqualTo(first);

    ETag second = written(put("a.json", "2", Precondition.matches(read)));

    assertThat(second).isNotEqualTo(first);
    assertThat(found("a.json").etag()).isEqualTo(second);
    assertThat(text("a.json")).isEqualTo("2");
  }

  @Test
  @DisplayName("A stale swap is refused and changes nothing")
  void staleSwap() {
    ETag first = written(put("a.json", "1", Precondition.ABSENT));
    put("a.json", "2", Precondition.matches(first));

    assertThat(put("a.json", "3", Precondition.matches(first)))
        .isInstanceOf(PutResult.Refused.class);
    assertThat(text("a.json")).isEqualTo("2");
  }

  @Test
  @DisplayName("A swap on a missing key is refused and creates nothing")
  void swapOnMissing() {
    ETag gone = written(put("a.json", "1", Precondition.ABSENT));
    store.delete("a.json");

    assertThat(put("a.json", "2", Precondition.matches(gone)))
        .isInstanceOf(PutResult.Refused.class);
    assertThat(store.get("a.json")).isInstanceOf(GetResult.Absent.class);
  }

  @Test
  @DisplayName("An unconditional put replaces what is there")
  void replace() {
    put("doorbell", "1", Precondition.NONE);
    put("doorbell", "2", Precondition.NONE);
    assertThat(text("doorbell")).isEqualTo("2");
  }

  @Test
  @DisplayName("Of 32 racing creates exactly one wins, and its bytes stay")
  void createRace() {
    for (int round = 0; round < 3; round++) {
      String key = "race-" + round + ".json";
      List<String> winners = race(key, Precondition.ABSENT);
      assertThat(winners).hasSize(1);
      assertThat(text(key)).isEqualTo(winners.getFirst());
    }
  }

  @Test
  @DisplayName("Of 32 racing swaps exactly one wins, and its bytes stay")
  void swapRace() {
    for (int round = 0; round < 3; round++) {
      String key = "race-" + round + ".json";
      ETag read = written(put(key, "start", Precondition.ABSENT));
      List<String> winners = race(key, Precondition.matches(read));
      assertThat(winners).hasSize(1);
      assertThat(text(key)).isEqualTo(winners.getFirst());
    }
  }

  // Reading

  @Test
  @DisplayName("A missing object is Absent to a read, and NotFound to whoever opens or copies it")
  void missing() {
    assertThat(store.get("none.json")).isInstanceOf(GetResult.Absent.class);
    assertThat(store.getIfChanged("none.json", new ETag("abc")))
        .isInstanceOf(GetResult.Absent.class);
    assertThatThrownBy(() -> store.open("none.bin").close())
        .isInstanceOf(StoreException.NotFound.class)
        .hasMessageContaining("none.bin");
    assertThatThrownBy(() -> store.copy("none.bin", "copy.bin"))
        .isInstanceOf(StoreException.NotFound.class)
        .hasMessageContaining("none.bin");
  }

  @Test
  @DisplayName("A conditional read answers Unchanged until the object is another")
  void conditionalRead() {
    ETag known = written(put("a.json", "1", Precondition.NONE));
    assertThat(store.getIfChanged("a.json", known))
        .isInstanceOfSatisfying(
            GetResult.Unchanged.class, u -> assertThat(u.storeNow()).isNotNull());

    put("a.json", "2", Precondition.NONE);

    assertThat(store.getIfChanged("a.json", known)).isInstanceOf(GetResult.Found.class);
  }

  @Test
  @DisplayName("An empty object is read as empty, not as absent")
  void empty() throws IOException {
    put("empty", "", Precondition.NONE);
    assertThat(found("empty").body()).isEmpty();
    try (ObjectBody body = store.open("empty")) {
      assertThat(body.stream().readAllBytes()).isEmpty();
    }
  }

  @Test
  @DisplayName("A reader sees one write or the other, whole, with the ETag that belongs to it")
  void noTornReads() {
    String small = "s".repeat(10);
    String large = "l".repeat(200_000);
    ETag smallTag = written(put("torn", small, Precondition.NONE));
    ETag largeTag = written(put("torn", large, Precondition.NONE));
    ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();
    FanOut.forEach(
        IntStream.range(0, 60).boxed().toList(),
        8,
        i -> {
          if (i % 3 == 0) {
            put("torn", i % 2 == 0 ? small : large, Precondition.NONE);
            return;
          }
          GetResult.Found read = found("torn");
          String body = new String(read.body(), UTF_8);
          if (!(body.equals(small) && read.etag().equals(smallTag))
              && !(body.equals(large) && read.etag().equals(largeTag))) {
            wrong.add(read.body().length + " bytes with " + read.etag());
          }
        });
    assertThat(wrong).isEmpty();
  }

  @Test
  @DisplayName("Ages are told by the store's own clock: its Date against its own Last-Modified")
  void clock() {
    put("a.json", "1", Precondition.NONE);
    GetResult.Found read = found("a.json");

    assertThat(Duration.between(read.lastModified(), read.storeNow()))
        .isBetween(Duration.ofSeconds(-1), Duration.ofSeconds(60));
    assertThat(Duration.between(read.storeNow(), Instant.now()).abs())
        .as("on a test machine, the store's clock is our own")
        .isLessThan(Duration.ofMinutes(5));
    assertThat(store.list("", null, null).storeNow()).isNotNull();
  }

  // Listings

  @Test
  @DisplayName("A listing shows every answered write, and no object whose delete was answered")
  void listAfterWrite() {
    put("a/1.json", "12", Precondition.ABSENT);
    assertThat(store.list("a/", null, null).objects())
        .singleElement()
        .satisfies(
            e -> {
              assertThat(e.key()).isEqualTo("a/1.json");
              assertThat(e.size()).isEqualTo(2);
              assertThat(e.etag()).isEqualTo(found("a/1.json").etag());
            });

    store.delete("a/1.json");
    assertThat(keys("a/")).isEmpty();
  }

  @Test
  @DisplayName("A listing with a delimiter shows one level: its objects, and its folders")
  void delimiter() {
    for (String key : List.of("a.json", "b/1.json", "b/2.json", "b/c/3.json", "d/4.json")) {
      put(key, "x", Precondition.NONE);
    }
    ListPage top = store.list("", "/", null);
    assertThat(top.objects()).extracting(ListPage.Entry::key).containsExactly("a.json");
    assertThat(top.folders()).containsExactly("b/", "d/");
    ListPage below = store.list("b/", "/", null);
    assertThat(below.objects())
        .extracting(ListPage.Entry::key)
        .containsExactly("b/1.json", "b/2.json");
    assertThat(below.folders()).containsExactly("b/c/");
    assertThat(keys("b")).containsExactly("b/1.json", "b/2.json", "b/c/3.json");
  }

  @Test
  @DisplayName("Pages together show every key once, in the order of UTF-8 bytes, beyond 1,000")
  void pages() {
    List<String> keys =
        new ArrayList<>(
            IntStream.range(0, MANY).mapToObj(i -> "p +%%/é-%04d.json".formatted(i)).toList());
    keys.add("p +%/é-0999.json2");
    FanOut.forEach(keys, 32, key -> put(key, "x", Precondition.NONE));

    ListPage first = store.list("p", null, null);

    assertThat(first.next()).isNotNull();
    assertThat(first.objects()).hasSizeLessThanOrEqualTo(1000);
    assertThat(keys("p")).containsExactlyElementsOf(keys.stream().sorted(BYTES).toList());
    ListPage folders = store.list("", "/", null);
    assertThat(folders.folders()).containsExactly("p +%/");
    assertThat(folders.objects()).isEmpty();

    store.deleteAll(keys);
    assertThat(keys("")).isEmpty();
  }

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

  @Test
  @DisplayName("A prefix shows its own keys and no others, not even of one that begins alike")
  void prefixes() {
    String base = PREFIX + "/" + UUID.randomUUID();
    try (ObjectStore one = open(base + "/one");
        ObjectStore oneTwo = open(base + "/one-two")) {
      one.put("a.json", bytes("1"), Precondition.ABSENT);
      assertThat(oneTwo.put("a.json", bytes("2"), Precondition.ABSENT))
          .isInstanceOf(PutResult.Written.class);

      assertThat(keys(one, "")).containsExactly("a.json");
      oneTwo.delete("a.json");
      assertThat(one.get("a.json")).isInstanceOf(GetResult.Found.class);
      one.delete("a.json");
    }
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

  // Deleting

  @Test
  @DisplayName("Deleting what is not there is no error")
  void deleteMissing() {
    store.delete("none.json");
    store.deleteAll(List.of("none-1.json", "none-2.json"));
    store.deleteAll(List.of());
    assertThat(keys("")).isEmpty();
  }

  // Vocabulary

  private static final Comparator<String> BYTES =
      (a, b) -> java.util.Arrays.compareUnsigned(a.getBytes(UTF_8), b.getBytes(UTF_8));

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private PutResult put(String key, String text, Precondition precondition) {
    return store.put(key, bytes(text), precondition);
  }

  private static ETag written(PutResult result) {
    assertThat(result).isInstanceOf(PutResult.Written.class);
    return ((PutResult.Written) result).etag();
  }

  private GetResult.Found found(String key) {
    GetResult result = store.get(key);
    assertThat(result).isInstanceOf(GetResult.Found.class);
    return (GetResult.Found) result;
  }

  private String text(String key) {
    return new String(found(key).body(), UTF_8);
  }

  private List<String> keys(String prefix) {
    return keys(store, prefix);
  }

  private static List<String> keys(ObjectStore store, String prefix) {
    List<String> keys = new ArrayList<>();
    String next = null;
    do {
      ListPage page = store.list(prefix, null, next);
      page.objects().forEach(e -> keys.add(e.key()));
      next = page.next();
    } while (next != null);
    return keys;
  }

  // Lets all racers go at once; the bodies of those that won.
  private List<String> race(String key, Precondition precondition) {
    CountDownLatch ready = new CountDownLatch(RACERS);
    ConcurrentLinkedQueue<String> winners = new ConcurrentLinkedQueue<>();
    FanOut.forEach(
        IntStream.range(0, RACERS).mapToObj(i -> "racer " + i).toList(),
        RACERS,
        body -> {
          ready.countDown();
          try {
            ready.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          if (wins(key, body, precondition)) {
            winners.add(body);
          }
        });
    return List.copyOf(winners);
  }

  // Some stores answer a race with 409 or 5xx: then it is asked again, and a refusal is settled by
  // reading back, for the first attempt may have been done.
  private boolean wins(String key, String body, Precondition precondition) {
    for (int attempt = 0; ; attempt++) {
      try {
        return switch (put(key, body, precondition)) {
          case PutResult.Written _ -> true;
          case PutResult.Refused _ -> attempt > 0 && text(key).equals(body);
        };
      } catch (StoreException.Unavailable e) {
        if (attempt == 20) {
          throw e;
        }
      }
    }
  }
}
