package io.fleetman.controller.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetman.controller.cell.Cells;
import io.fleetman.controller.config.Connection;
import io.fleetman.controller.config.JobsSettings;
import io.fleetman.controller.fleet.CellView;
import io.fleetman.controller.fleet.FleetView;
import io.fleetman.controller.fleet.FleetWatch;
import io.fleetman.controller.portal.Scene;
import io.fleetman.controller.support.OpenFleet;
import io.fleetman.document.CellState;
import io.fleetman.document.Drift;
import io.fleetman.document.DriftPolicy;
import io.fleetman.killpoint.KillPoints;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.Keys;
import io.fleetman.store.DocumentStore;
import io.fleetman.store.InMemoryObjectStore;
import io.fleetman.store.ManualClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RepairsTest {
  private static final Drift DRIFT = new Drift("app.conf", "content changed");

  @TempDir Path folder;
  private final ManualClock clock = new ManualClock();
  private final InMemoryObjectStore memory = new InMemoryObjectStore(clock);
  private final OpenFleet fleet = new OpenFleet(new DocumentStore(memory), clock, "somebody@else");
  private Scene given;
  private CellRef cell;
  private Site site;

  @BeforeEach
  void aCellThatDrifted() {
    memory.plant(Keys.FLEET, "{\"formatVersion\": 1, \"id\": \"f1\"}");
    given = new Scene(fleet, memory, folder);
    given.web().sealed("1.0", Map.of("app.conf", "one\n"));
    cell = given.cell("node-1/web");
    given.published(cell, "1.0").ends(cell, CellState.RUNNING, "1.0", null, List.of(), DRIFT);
    site = site();
  }

  @AfterEach
  void close() {
    site.close();
  }

  @Test
  void whatDriftedIsLeftUnlessItIsToBeRepaired() throws Exception {
    clock.advance(Duration.ofHours(1));
    given.node("node-1", Map.of());
    round(site);
    assertThat(given.trigger(cell).sequence()).isEqualTo(1);
    var _ = new Cells(fleet).onDrift(cell, DriftPolicy.REPAIR, null);
    given.node("node-1", Map.of());
    round(site);
    assertThat(given.trigger(cell).sequence()).isEqualTo(2);
    assertThat(given.trigger(cell).version()).hasToString("1.0");
    assertThat(Objects.requireNonNull(given.trigger(cell).author()).by()).isEqualTo("drift repair");
    round(site);
    assertThat(given.trigger(cell).sequence()).as("it waits for the node").isEqualTo(2);
  }

  @Test
  void whatTheNodeDidJustNowIsLeftAlone() throws Exception {
    var _ = new Cells(fleet).onDrift(cell, DriftPolicy.REPAIR, null);
    clock.advance(Duration.ofMinutes(9));
    given.node("node-1", Map.of());
    round(site);
    assertThat(given.trigger(cell).sequence()).isEqualTo(1);
  }

  @Test
  void ofTwoControllersOneRepairs() throws Exception {
    var _ = new Cells(fleet).onDrift(cell, DriftPolicy.REPAIR, null);
    clock.advance(Duration.ofHours(1));
    given.node("node-1", Map.of());
    try (Site other = site()) {
      look(site);
      look(other);
      new Repairs(site).round();
      new Repairs(other).round();
    }
    assertThat(given.trigger(cell).sequence()).isEqualTo(2);
  }

  private void round(Site at) throws InterruptedException {
    look(at);
    new Repairs(at).round();
  }

  // Until what the node said last is known there, and the cell's policy.
  private void look(Site at) throws InterruptedException {
    DriftPolicy policy = new Cells(fleet).get(cell).drift();
    String command = given.trigger(cell).id();
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (System.nanoTime() < end) {
      at.watch().wrote(List.of(cell));
      FleetView view = at.watch().look(Duration.ofSeconds(5)).view();
      CellView known = view == null ? null : view.cell(cell).orElse(null);
      if (known != null
          && !known.drift().isEmpty()
          && known.onDrift() == policy
          && command.equals(known.triggerId())
          && view != null
          && clock.instant().equals(view.storeNow())) {
        return;
      }
    }
    throw new AssertionError("the controller does not know of it");
  }

  private Site site() {
    Site made =
        new Site(
            new Connection("main", TestController.STORE, false),
            settings -> memory,
            clock,
            KillPoints.none(),
            JobsSettings.DEFAULT,
            new FleetWatch.Rhythm(Duration.ofHours(1), Duration.ofHours(1), Duration.ofSeconds(1)));
    made.watch().start();
    return made;
  }
}
