package io.fleetman.controller.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetman.controller.fleet.FleetModel.Known;
import io.fleetman.controller.publish.Commands;
import io.fleetman.controller.publish.PublishListener;
import io.fleetman.controller.publish.PublishRequest;
import io.fleetman.controller.publish.Publisher;
import io.fleetman.controller.support.TestFleet;
import io.fleetman.document.CellState;
import io.fleetman.document.Desired;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.Version;
import io.fleetman.store.FaultyObjectStore.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class FleetWatchTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @TempDir Path folder;
  private final AtomicLong nanos = new AtomicLong();
  private TestFleet given;
  private FleetWatch watch;
  private CellRef cell;

  @BeforeEach
  void aFleet() {
    given = new TestFleet(folder);
    given.web();
    given.sealed("1.0", Map.of("a", "b"));
    cell = given.cell("node-1/web");
    watch = watch(Duration.ofHours(1));
  }

  @AfterEach
  void close() {
    watch.close();
  }

  @Test
  void whoeverLooksFirstGetsTheFleet() throws Exception {
    watch.start();
    Known known = watch.look(PATIENCE);
    assertThat(Objects.requireNonNull(known.view()).cell(cell)).isPresent();
    assertThat(known.problem()).isNull();
  }

  @Test
  @DisplayName("a store that is down is said, and the fleet is there as soon as it is back")
  void aStoreThatIsDown() throws Exception {
    watch.close();
    watch = watch(Duration.ofMillis(20), System::nanoTime);
    given.faulty.always(r -> true, Fault.UNREACHABLE);
    watch.start();
    Known known = watch.look(PATIENCE);
    assertThat(known.view()).isNull();
    assertThat(known.problem()).isNotNull();
    given.faulty.heal();
    assertThat(watch.awaitNews(known, PATIENCE).view()).isNotNull();
  }

  @Test
  @DisplayName("a fleet that once was too much for the memory is read again all the same")
  void anErrorDoesNotEndIt() throws Exception {
    watch.close();
    AtomicInteger opened = new AtomicInteger();
    watch =
        new FleetWatch(
            () -> {
              if (opened.getAndIncrement() == 0) {
                throw new OutOfMemoryError("pretended");
              }
              return given.fleet;
            },
            new FleetWatch.Rhythm(
                Duration.ofMillis(20), Duration.ofMillis(20), Duration.ofMinutes(5)),
            System::nanoTime);
    watch.start();
    Known known = watch.look(PATIENCE);
    assertThat(watch.awaitNews(known, PATIENCE).view()).isNotNull();
  }

  @Test
  @DisplayName("the last known state stays when the store goes")
  void theLastKnownStateStays() throws Exception {
    watch.start();
    Known before = watch.look(PATIENCE);
    given.faulty.always(r -> true, Fault.UNREACHABLE);
    watch.hurry();
    Known after = watch.awaitNews(before, PATIENCE);
    assertThat(after.problem()).isNotNull();
    assertThat(Objects.requireNonNull(after.view()).cell(cell)).isPresent();
  }

  @Test
  void ownWritesAreSeenAtOnceAndTold() throws Exception {
    watch.start();
    Known before = watch.look(PATIENCE);
    var _ =
        new Publisher(given.fleet)
            .publish(
                new PublishRequest(cell, new Version("1.0"), false, null), PublishListener.NONE);
    watch.wrote(List.of(cell));
    Known after = watch.look(Duration.ZERO);
    assertThat(Objects.requireNonNull(after.view()).cell(cell).orElseThrow().desired())
        .isEqualTo(Desired.RUNNING);
    assertThat(Objects.requireNonNull(watch.since(before.sequence())))
        .anySatisfy(c -> assertThat(c.cells()).contains(cell));
    given.ends(cell, CellState.RUNNING, "1.0");
    var _ = new Commands(given.other()).stop(cell, null);
    watch.wrote(List.of(cell));
    assertThat(
            Objects.requireNonNull(watch.look(Duration.ZERO).view())
                .cell(cell)
                .orElseThrow()
                .desired())
        .isEqualTo(Desired.STOPPED);
  }

  @Test
  void whoeverLooksAfterAPauseGetsAFreshAnswer() throws Exception {
    watch.start();
    watch.look(PATIENCE);
    CellRef late = given.cell("node-2/web");
    given.clock.advance(Duration.ofMinutes(6)); // nothing rang: seen when all cells are due
    nanos.addAndGet(FleetWatch.ATTENTION.toNanos() + 1);
    assertThat(Objects.requireNonNull(watch.look(PATIENCE).view()).cell(late)).isPresent();
  }

  private FleetWatch watch(Duration attended) {
    return watch(attended, nanos::get);
  }

  private FleetWatch watch(Duration attended, LongSupplier time) {
    return new FleetWatch(
        () -> given.fleet,
        new FleetWatch.Rhythm(attended, Duration.ofHours(2), Duration.ofMinutes(5)),
        time);
  }
}
