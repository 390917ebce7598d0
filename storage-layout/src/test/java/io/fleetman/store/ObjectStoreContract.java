package io.fleetman.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * What Fleetman relies on in a store, and all that it relies on. Each test is one rule; every
 * implementation of {@link ObjectStore} passes them all.
 */
public abstract class ObjectStoreContract extends TransferContract {
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

  // Deleting

  @Test
  @DisplayName("Deleting what is not there is no error")
  void deleteMissing() {
    store.delete("none.json");
    store.deleteAll(List.of("none-1.json", "none-2.json"));
    store.deleteAll(List.of());
    assertThat(keys("")).isEmpty();
  }
}
