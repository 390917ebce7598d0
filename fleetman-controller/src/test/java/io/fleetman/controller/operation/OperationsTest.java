package io.fleetman.controller.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.fleetman.controller.support.Canceled;
import io.fleetman.controller.support.Refusal;
import io.fleetman.controller.support.TestFleet;
import io.fleetman.document.Author;
import io.fleetman.document.FleetObject;
import io.fleetman.document.OperationDocument.Failure;
import io.fleetman.document.OperationDocument.State;
import io.fleetman.document.OperationDocument.Unit;
import io.fleetman.layout.Keys;
import io.fleetman.store.FaultyObjectStore.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class OperationsTest {
  private static final FleetObject WEB = new FleetObject(FleetObject.Kind.DEPLOYMENT, "web 1");

  @TempDir Path folder;
  private TestFleet given;
  private Operations operations;

  @BeforeEach
  void aFleet() {
    given = new TestFleet(folder);
    operations = new Operations(given.fleet);
  }

  private Run begin(String id) {
    return operations.begin(id, "upload", WEB, Unit.FILES, "because");
  }

  private Operations.Seen seenByOthers(String id) {
    return new Operations(given.other()).get(id);
  }

  @Test
  void othersSeeHowFarItIsAndWhatCameOfIt() {
    Run run = begin("o1");
    assertThat(seenByOthers("o1").document().state()).isEqualTo(State.RUNNING);
    assertThat(seenByOthers("o1").document().total()).as("not known yet").isNull();
    run.expects(3);
    run.did(2);
    run.did(1);
    run.succeeded(JsonNodeFactory.instance.objectNode().put("uploaded", 3));

    var end = seenByOthers("o1").document();

    assertThat(end.state()).isEqualTo(State.SUCCEEDED);
    assertThat(end.done()).isEqualTo(3);
    assertThat(end.total()).isEqualTo(3);
    assertThat(String.valueOf(end.result())).isEqualTo("{\"uploaded\":3}");
    assertThat(end.author().reason()).isEqualTo("because");
  }

  @Test
  void oneOfWhichNothingIsHeardByTheStoresClockIsInterruptedAndOneThatEndedNeverIs() {
    var _ = begin("o1");
    begin("o2").succeeded(JsonNodeFactory.instance.objectNode());
    given.clock.advance(Operations.LOST);
    assertThat(seenByOthers("o1").interrupted()).isFalse();
    given.clock.advance(Duration.ofSeconds(2));
    assertThat(seenByOthers("o1").interrupted()).isTrue();
    assertThat(seenByOthers("o2").interrupted()).isFalse();
  }

  @Test
  void whoeverTakesItOverIsTheOneWhoTellsOfIt() {
    Run first = begin("o1");
    Run second = new Operations(given.other()).begin("o1", "upload", WEB, Unit.FILES, null);
    second.did(7);
    second.succeeded(JsonNodeFactory.instance.objectNode());

    first.succeeded(JsonNodeFactory.instance.objectNode());

    assertThat(seenByOthers("o1").document().done()).isEqualTo(7);
    assertThat(seenByOthers("o1").document().author().by()).isEqualTo("somebody@else");
  }

  @Test
  void anEndWhoseAnswerIsLostIsToldAllTheSame() {
    Run run = begin("o1");
    var _ = given.faulty.next(r -> r.key().equals(Keys.operation("o1")), Fault.ANSWER_LOST);
    run.succeeded(JsonNodeFactory.instance.objectNode());
    assertThat(seenByOthers("o1").document().state()).isEqualTo(State.SUCCEEDED);
  }

  @Test
  void theNewestComeFirstPageByPageAndThoseOfLastWeekAreSwept() {
    begin("20260101t000001-a").succeeded(JsonNodeFactory.instance.objectNode());
    given.clock.advance(Duration.ofDays(8));
    for (String id : List.of("20260109t000001-b", "20260109t000002-c", "20260109t000003-d")) {
      begin(id).succeeded(JsonNodeFactory.instance.objectNode());
    }
    Operations.Page first = operations.newest(null, 2);
    assertThat(ids(first)).containsExactly("20260109t000003-d", "20260109t000002-c");
    Operations.Page last = operations.newest(first.next(), 2);
    assertThat(ids(last)).containsExactly("20260109t000001-b");
    assertThat(last.next()).isNull();

    operations.sweep();

    assertThatThrownBy(() -> operations.get("20260101t000001-a"))
        .isInstanceOf(Refusal.NotFound.class);
    assertThat(ids(operations.newest(null, 10))).hasSize(3);
  }

  @Test
  @Timeout(120)
  void aCancelIsHeardWhileItIsUnderWayAndEndsItBeforeItsNextStep() throws InterruptedException {
    Run run = begin("o1");
    run.start();
    run.proceed();
    run.did(2);

    assertThat(new Operations(given.other()).cancel("o1", "the wrong folder").cancel()).isNotNull();
    assertThat(operations.cancel("o1", "me too").cancel())
        .as("whoever was first")
        .extracting(Author::reason)
        .isEqualTo("the wrong folder");

    Canceled canceled = null;
    while (canceled == null) {
      try {
        Thread.sleep(50);
        run.proceed();
      } catch (Canceled e) {
        canceled = e;
      }
    }
    assertThat(canceled).hasMessage("canceled by somebody@else: the wrong folder");
    run.canceled(new Failure("urn:x", "It was canceled", 409, "so", List.of()));
    assertThat(seenByOthers("o1").state()).isEqualTo("canceled");
    assertThat(seenByOthers("o1").document().done()).isEqualTo(2);
    assertThat(String.valueOf(seenByOthers("o1").document().cancel())).contains("somebody@else");
  }

  @Test
  void oneThatEndsBeforeItHearsOfTheCancelSaysWhatCameOfItAndWhoAsked() {
    Run run = begin("o1");
    var _ = new Operations(given.other()).cancel("o1", null);
    run.succeeded(JsonNodeFactory.instance.objectNode());
    assertThat(seenByOthers("o1").state()).isEqualTo("succeeded");
    assertThat(seenByOthers("o1").document().cancel()).isNotNull();
  }

  @Test
  void whatHasEndedOrLostItsControllerCannotBeCanceled() {
    begin("o1").succeeded(JsonNodeFactory.instance.objectNode());
    var _ = begin("o2");
    given.clock.advance(Operations.LOST.plusSeconds(2));
    assertThatThrownBy(() -> operations.cancel("o1", null))
        .isInstanceOf(Refusal.Conflict.class)
        .hasMessageContaining("succeeded already");
    assertThatThrownBy(() -> operations.cancel("o2", null))
        .isInstanceOf(Refusal.Conflict.class)
        .hasMessageContaining("its controller is gone");
    assertThatThrownBy(() -> operations.cancel("o3", null)).isInstanceOf(Refusal.NotFound.class);
  }

  @Test
  void oneStateAloneIsListedPageByPage() {
    for (int i = 0; i < 6; i++) {
      Run run = begin("o" + i);
      if (i % 2 == 0) {
        run.succeeded(JsonNodeFactory.instance.objectNode());
      }
    }
    Operations.Page first = operations.newest(null, 2, "running");
    assertThat(ids(first)).containsExactly("o5", "o3");
    Operations.Page last = operations.newest(first.next(), 2, "running");
    assertThat(ids(last)).containsExactly("o1");
    assertThat(last.next()).isNull();
    assertThatThrownBy(() -> Operations.state("state", "done")).hasMessageContaining("canceled");
  }

  private static List<String> ids(Operations.Page page) {
    return page.items().stream().map(s -> s.document().id()).toList();
  }
}
