package io.fleetman.e2e.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleetman.e2e.store.Endpoint;
import io.fleetman.embedded.EmbeddedStore;
import io.fleetman.embedded.EmbeddedStoreException;
import io.fleetman.store.GetResult;
import io.fleetman.store.ObjectBody;
import io.fleetman.store.Precondition;
import io.fleetman.store.PutResult;
import io.fleetman.store.StorageSettings;
import io.fleetman.store.StoreException;
import io.fleetman.store.s3.S3ObjectStore;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the proxy breaks, as the agent's own client of the store sees it. */
class FaultProxyTest {
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final Duration SHORT = Duration.ofSeconds(1);

  private final List<String> log = new CopyOnWriteArrayList<>();
  private EmbeddedStore embedded;
  private FaultProxy proxy;
  private S3ObjectStore direct;
  private S3ObjectStore through;
  private S3ObjectStore impatient;

  @BeforeEach
  void start(@TempDir Path folder) throws EmbeddedStoreException {
    embedded =
        EmbeddedStore.start(EmbeddedStore.Settings.onLoopback(folder, "tester", "test-secret"));
    Endpoint endpoint = Endpoint.of(embedded);
    proxy = FaultProxy.start(0, endpoint.url(), new Faults(7, log::add), FaultProxy.Line.PERFECT);
    direct = store(endpoint, endpoint.url(), LONG);
    through = store(endpoint, proxy.url(), LONG);
    impatient = store(endpoint, proxy.url(), SHORT);
  }

  private static S3ObjectStore store(Endpoint e, URI url, Duration limit) {
    return S3ObjectStore.open(
        new StorageSettings(
            url, e.region(), e.bucket(), "f", null, e.accessKey(), e.secretKey(), limit, 0));
  }

  @AfterEach
  void stop() {
    impatient.close();
    through.close();
    direct.close();
    proxy.close();
    embedded.close();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private void put(String key, String text) {
    assertThat(direct.put(key, bytes(text), Precondition.NONE))
        .isInstanceOf(PutResult.Written.class);
  }

  @Test
  void whatIsNotBrokenPassesAsItIs(@TempDir Path folder) throws IOException {
    byte[] large = new byte[20 << 20];
    new Random(1).nextBytes(large);
    Path file = Files.write(folder.resolve("large"), large);

    through.putFile("large + 100 %/ü", file, n -> {});
    through.copy("large + 100 %/ü", "copy");
    assertThat(through.put("a", bytes("1"), Precondition.ABSENT))
        .isInstanceOf(PutResult.Written.class);
    assertThat(through.put("a", bytes("2"), Precondition.ABSENT))
        .isInstanceOf(PutResult.Refused.class);

    try (ObjectBody body = through.open("copy")) {
      assertThat(Arrays.equals(body.stream().readAllBytes(), large)).isTrue();
    }
    assertThat(through.list("", null, null).objects()).hasSize(3);
    through.deleteAll(List.of("a", "copy"));
    assertThat(direct.list("", null, null).objects()).hasSize(1);
    assertThat(log).isEmpty();
  }

  @Test
  void aLostAnswerIsOfARequestThatWasDone() {
    proxy.faults().set(Rule.on(new Fault.LostAnswer(), Kind.PUT));

    assertThatThrownBy(() -> through.put("k", bytes("1"), Precondition.ABSENT))
        .isInstanceOfSatisfying(
            StoreException.Unavailable.class, e -> assertThat(e.mayHaveLanded()).isTrue());

    assertThat(direct.get("k")).isInstanceOf(GetResult.Found.class);
    assertThat(log).singleElement().asString().contains("seed=7 rule=0 request=1: PUT f/k");
  }

  @Test
  void aWriteLandsLate() throws InterruptedException {
    proxy.faults().set(Rule.on(new Fault.Late(Duration.ofMillis(500)), Kind.PUT).times(1));

    assertThatThrownBy(() -> through.put("k", bytes("1"), Precondition.NONE))
        .isInstanceOf(StoreException.Unavailable.class);

    for (int i = 0; i < 300 && direct.get("k") instanceof GetResult.Absent; i++) {
      Thread.sleep(100);
    }
    assertThat(direct.get("k")).isInstanceOf(GetResult.Found.class);
  }

  @Test
  void errorsAreThoseOfS3() {
    put("k", "1");

    proxy.faults().set(Rule.onAll(Fault.DENIED));
    assertThatThrownBy(() -> through.get("k")).isInstanceOf(StoreException.AccessDenied.class);
    proxy.faults().set(Rule.onAll(Fault.NO_SUCH_KEY));
    assertThat(through.get("k")).isInstanceOf(GetResult.Absent.class);
    proxy.faults().set(Rule.onAll(Fault.SLOW_DOWN));
    assertThatThrownBy(() -> through.list("", null, null))
        .isInstanceOf(StoreException.Unavailable.class)
        .hasMessageContaining("SlowDown");
    proxy.faults().set(Rule.onAll(Fault.CONFLICT));
    assertThatThrownBy(() -> through.put("n", bytes("1"), Precondition.ABSENT))
        .isInstanceOf(StoreException.Unavailable.class);
    proxy.faults().set(Rule.onAll(Fault.PRECONDITION_FAILED));
    assertThat(through.put("n", bytes("1"), Precondition.ABSENT))
        .isInstanceOf(PutResult.Refused.class);

    proxy.faults().clear();
    assertThat(through.get("n")).as("the store was not asked").isInstanceOf(GetResult.Absent.class);
  }

  @ParameterizedTest(name = "invariant 14: {0} is an error within the limit, not half an answer")
  @ValueSource(strings = {"cut", "drip:100ms", "endless", "hang", "html", "half"})
  void halfAnAnswerIsAnError(String fault) {
    put("folder/k", "{\"some\": \"document\"}");
    proxy.faults().set(RuleText.read("* . 1 " + fault));
    long start = System.nanoTime();

    if (!fault.equals("half")) { // of a document only its reader can tell
      assertThatThrownBy(() -> impatient.get("folder/k")).isInstanceOf(StoreException.class);
    }
    assertThatThrownBy(() -> impatient.list("folder/", "/", null))
        .isInstanceOf(StoreException.class);

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LONG);
  }

  @Test
  void anEarlierListIsGivenAgain() {
    put("folder/old", "1");
    assertThat(through.list("folder/", null, null).objects()).hasSize(1);
    proxy.faults().set(Rule.on(new Fault.Stale(), Kind.LIST));
    put("folder/new", "1");

    assertThat(through.list("folder/", null, null).objects()).hasSize(1);
    proxy.faults().clear();
    assertThat(through.list("folder/", null, null).objects()).hasSize(2);
  }

  @Test
  void nobodyListensUntilItIsUpAgain() {
    put("k", "1");
    assertThat(through.get("k")).isInstanceOf(GetResult.Found.class);
    proxy.down();
    assertThatThrownBy(() -> through.get("k")).isInstanceOf(StoreException.Unavailable.class);
    assertThatThrownBy(() -> through.get("k"))
        .isInstanceOf(StoreException.Unavailable.class)
        .hasMessageContaining("nothing answers there");
    proxy.up();
    assertThat(through.get("k")).isInstanceOf(GetResult.Found.class);
  }

  @Test
  void aSeedDecidesTheSameAgain() {
    Rule half = RuleText.read("GET trigger 0.5 500");
    assertThat(decisions(new Faults(3, log::add), half))
        .isEqualTo(decisions(new Faults(3, log::add), half))
        .isNotEqualTo(decisions(new Faults(4, log::add), half))
        .contains(true, false);
  }

  private static List<Boolean> decisions(Faults faults, Rule rule) {
    faults.set(rule);
    return IntStream.range(0, 100)
        .mapToObj(i -> faults.of(Kind.GET, "cells/n/c/trigger.json").isPresent())
        .toList();
  }
}
