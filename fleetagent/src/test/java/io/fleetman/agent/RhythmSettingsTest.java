package io.fleetman.agent;

import static io.fleetman.agent.ConfiguredAgent.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.fleetman.layout.Keys;
import io.fleetman.store.ForwardingObjectStore;
import io.fleetman.store.GetResult;
import io.fleetman.store.ObjectStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How often the running agent does what, by its configuration. */
class RhythmSettingsTest {
  @TempDir Path folder;
  private ConfiguredAgent agent;

  @BeforeEach
  void begin() {
    agent = new ConfiguredAgent(folder);
  }

  @AfterEach
  void end() {
    agent.close();
  }

  @Test
  @EffectOf("poll_interval")
  void theDoorbellIsLookedAtOnceAnInterval() throws Exception {
    agent.set("poll_interval", "1d").start().beats(4);
    assertThat(agent.polls()).isEqualTo(1);

    agent.stop();
    agent.set("poll_interval", "100ms").start().polls(5);
  }

  @Test
  @EffectOf("heartbeat_interval")
  void aSignOfLifeIsGivenOnceAnInterval() throws Exception {
    agent.set("heartbeat_interval", "1d").start().polls(15);
    assertThat(agent.heartbeat()).get().satisfies(h -> assertThat(h.beat()).isEqualTo(1));
    assertThat(agent.heartbeat())
        .get()
        .satisfies(h -> assertThat(h.intervalSeconds()).isEqualTo(86_400));

    agent.stop();
    agent.set("heartbeat_interval", "500ms").start().beats(3);
  }

  @Test
  @EffectOf("scan_interval")
  void allTriggersAreLookedAtOnceAnIntervalThoughNobodyRings() throws Exception {
    agent.set("scan_interval", "1d").start().polls(15);
    assertThat(agent.scans()).isEqualTo(1);

    agent.stop();
    agent.set("scan_interval", "1s").start();
    until("three scans more", () -> agent.scans() >= 4);
  }

  @Test
  @EffectOf("host_interval")
  void theHostIsLookedAtOnceAnInterval() throws Exception {
    agent.set("host_interval", "1d").start();
    agent.deploys("web", "1", Map.of("a", "1")).ended("web", "1");
    until("the report of it", this::isReportedWithoutDrift);
    Files.writeString(agent.current("web", "a"), "changed by hand");
    agent.bucket.forgetRequests();
    agent.polls(15);
    assertThat(isReportedWithoutDrift()).isTrue();

    agent.stop();
    agent.set("host_interval", "500ms").start();
    until("the drift", () -> !isReportedWithoutDrift());
    Files.writeString(agent.current("web", "a"), "1");
    until("its end", this::isReportedWithoutDrift);
  }

  private boolean isReportedWithoutDrift() {
    return agent.report().stream()
        .flatMap(r -> r.cells().stream())
        .anyMatch(c -> c.drift().isEmpty());
  }

  @Test
  @EffectOf("jitter")
  void anIntervalIsMadeShorterOnlyByWhatJitterSays() throws Exception {
    Duration interval = Duration.ofMillis(400);
    Watched watched = new Watched(agent.bucket);
    agent.set("poll_interval", "400ms").set("jitter", 0).start(watched);
    until("six polls", () -> watched.gaps().size() >= 5);
    assertThat(watched.gaps()).allMatch(gap -> gap.compareTo(interval) >= 0);
    agent.stop();

    Watched jittered = new Watched(agent.bucket);
    agent.set("jitter", 0.5).start(jittered);
    until(
        "a poll before its time",
        () -> jittered.gaps().stream().anyMatch(gap -> gap.compareTo(interval) < 0));
  }

  /** A store that knows when the doorbell was asked for. */
  private static final class Watched extends ForwardingObjectStore {
    private final List<Long> asked = new CopyOnWriteArrayList<>();

    Watched(ObjectStore store) {
      super(store);
    }

    @Override
    public GetResult get(String key) {
      GetResult result = super.get(key);
      if (key.startsWith(Keys.doorbells())) {
        asked.add(System.nanoTime());
      }
      return result;
    }

    List<Duration> gaps() {
      List<Long> times = List.copyOf(asked);
      return java.util.stream.IntStream.range(1, times.size())
          .mapToObj(i -> Duration.ofNanos(times.get(i) - times.get(i - 1)))
          .toList();
    }
  }
}
