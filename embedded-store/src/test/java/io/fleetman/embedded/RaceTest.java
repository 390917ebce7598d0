package io.fleetman.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Invariant 23: of many who create or swap one key, exactly one wins. */
class RaceTest {
  private static final int ROUNDS = 20;
  private static final int RACERS = 32;

  @TempDir Path folder;

  @Test
  void oneOfManyCreatesWins() throws Exception {
    try (EmbeddedStore store = EmbeddedStore.start(StoreFixture.settings(folder));
        Client client = Client.of(store)) {
      store.createBucket(Client.BUCKET);
      for (int round = 0; round < ROUNDS; round++) {
        String key = "create/" + round + ".json";
        assertThat(race(body -> client.create(key, body))).as("round %d", round).isEqualTo(1);
        assertThat(client.keys("create/" + round)).containsExactly(key);
      }
    }
  }

  @Test
  void oneOfManySwapsWins() throws Exception {
    try (EmbeddedStore store = EmbeddedStore.start(StoreFixture.settings(folder));
        Client client = Client.of(store)) {
      assertThat(roundsWithManyWinners(store, client, ROUNDS)).isZero();
    }
  }

  @Test
  void withoutTheLockManySwapsWin() throws Exception {
    try (EmbeddedStore store = UnlockedStore.start(StoreFixture.settings(folder));
        Client client = Client.of(store)) {
      int lost = roundsWithManyWinners(store, client, 60);
      System.out.println("s3proxy alone: " + lost + " of 60 swap races had more than one winner");
      assertThat(lost).isPositive();
    }
  }

  private static int roundsWithManyWinners(EmbeddedStore store, Client client, int rounds)
      throws Exception {
    store.createBucket(Client.BUCKET);
    int many = 0;
    for (int round = 0; round < rounds; round++) {
      String key = "swap/" + round + ".json";
      String eTag = client.create(key, "first").eTag();
      int won = race(body -> client.swap(key, eTag, body));
      assertThat(won).as("round %d", round).isPositive();
      many += won > 1 ? 1 : 0;
    }
    return many;
  }

  private interface Write {
    void with(String body);
  }

  private static int race(Write write) throws Exception {
    List<Callable<?>> racers = new ArrayList<>();
    for (int i = 0; i < RACERS; i++) {
      String body = "{\"racer\": " + i + "}";
      racers.add(
          () -> {
            write.with(body);
            return body;
          });
    }
    return Client.winners(racers);
  }
}
