package io.fleetman.controller.publish;

import static io.fleetman.controller.support.TestFleet.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleetman.controller.fleet.FleetReader;
import io.fleetman.controller.fleet.PublishState;
import io.fleetman.controller.fleet.PublishState.Stage;
import io.fleetman.controller.support.Refusal;
import io.fleetman.controller.support.TestFleet;
import io.fleetman.document.CellState;
import io.fleetman.document.PublishDocument;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.Version;
import io.fleetman.store.Request.Kind;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublishesTest {
  private static final Version ONE = new Version("1.0");
  private static final CellRef ABSENT = CellRef.parse("node-9/web");

  @TempDir Path folder;
  private TestFleet given;
  private Publishes publishes;
  private CellRef first;
  private CellRef second;

  @BeforeEach
  void aFleet() {
    given = new TestFleet(folder);
    given.web();
    given.sealed("1.0", Map.of("a", "one"));
    given.sealed("2.0", Map.of("a", "two"));
    first = given.cell("node-1/web");
    second = given.cell("node-2/web");
    publishes = new Publishes(given.fleet);
  }

  @Test
  void eachCellHasAResultOfItsOwn() {
    PublishDocument begun = begin("p1", first, second, ABSENT);
    assertThat(stages(begun)).containsExactly(Stage.NOT_TOLD, Stage.NOT_TOLD, Stage.NOT_TOLD);
    PublishDocument done = publishes.carryOut(begun, PublishListener.NONE);
    assertThat(done.ended()).isTrue();
    assertThat(stages(done)).containsExactly(Stage.WAITING, Stage.WAITING, Stage.REFUSED);
    given.ends(first, CellState.RUNNING, "1.0");
    given.ends(second, CellState.ROLLED_BACK, null);
    PublishState state = state(publishes.get("p1"));
    assertThat(state.cells().stream().map(PublishState.Cell::stage))
        .containsExactly(Stage.DONE, Stage.ROLLED_BACK, Stage.REFUSED);
    assertThat(state.cells().get(1).reason()).isEqualTo("it said so");
    assertThat(state.cells().get(2).reason()).contains("there is no cell node-9/web");
  }

  @Test
  @DisplayName("invariant 7: a publish that is carried out twice tells each cell once")
  void twiceTellsOnce() {
    PublishDocument begun = begin("p1", first, second);
    var _ = publishes.carryOut(begun, PublishListener.NONE);
    var _ = new Publishes(given.other()).carryOut(begun, PublishListener.NONE);
    assertThat(given.trigger(first).id()).isEqualTo("p1");
    assertThat(given.trigger(first).sequence()).isEqualTo(1);
    assertThat(given.trigger(second).recent()).containsExactly("p1");
  }

  @Test
  @DisplayName("invariant 7: two controllers that carry it out at the same time agree")
  void twoAtTheSameTime() {
    PublishDocument begun = begin("p1", first);
    given.justBefore(
        request(Kind.PUT, "trigger.json"),
        () -> {
          var _ = new Publishes(given.other()).carryOut(begun, PublishListener.NONE);
        });
    PublishDocument done = publishes.carryOut(begun, PublishListener.NONE);
    assertThat(done.refused()).isEmpty();
    assertThat(given.trigger(first).sequence()).isEqualTo(1);
    assertThat(stages(done)).containsExactly(Stage.WAITING);
  }

  @Test
  @DisplayName("one that died half way is shown as it is, and finished by another controller")
  void oneThatDied() {
    PublishDocument begun = begin("p1", first, second);
    var _ =
        new Publisher(given.fleet)
            .publish(new PublishRequest(first, ONE, false, null, "p1"), PublishListener.NONE);
    assertThat(stages(publishes.get("p1"))).containsExactly(Stage.WAITING, Stage.NOT_TOLD);
    PublishDocument done = new Publishes(given.other()).carryOut(begun, PublishListener.NONE);
    assertThat(stages(done)).containsExactly(Stage.WAITING, Stage.WAITING);
    assertThat(given.trigger(second).id()).isEqualTo("p1");
  }

  @Test
  void aCellThatWasToldSomethingElseIsNotToldAgain() {
    PublishDocument done = publishes.carryOut(begin("p1", first), PublishListener.NONE);
    given.ends(first, CellState.RUNNING, "1.0");
    var _ =
        new Publisher(given.other())
            .publish(
                new PublishRequest(first, new Version("2.0"), false, null), PublishListener.NONE);
    assertThat(stages(done)).containsExactly(Stage.OVERTAKEN);
    var _ = publishes.carryOut(done, PublishListener.NONE);
    assertThat(given.trigger(first).version()).isEqualTo(new Version("2.0"));
  }

  @Test
  void theSameIdAgainIsTheSamePublishOrRefused() {
    PublishDocument begun = begin("p1", first);
    assertThat(begin("p1", first)).isEqualTo(begun);
    assertThatThrownBy(() -> begin("p1", first, second)).isInstanceOf(Refusal.Conflict.class);
    assertThatThrownBy(() -> begin("p2")).hasMessageContaining("at least one cell");
  }

  @Test
  void theNewestComesFirst() {
    begin("20261121t100000-000000000001", first);
    begin("20261121t110000-000000000001", first);
    assertThat(publishes.newest(1).stream().map(PublishDocument::id))
        .containsExactly("20261121t110000-000000000001");
  }

  private PublishDocument begin(String id, CellRef... cells) {
    return publishes.begin(id, ONE, List.of(cells), false, "because");
  }

  private PublishState state(PublishDocument publish) {
    return PublishState.of(publish, new FleetReader(given.other()).read());
  }

  private List<Stage> stages(PublishDocument publish) {
    return state(publish).cells().stream().map(PublishState.Cell::stage).toList();
  }
}
