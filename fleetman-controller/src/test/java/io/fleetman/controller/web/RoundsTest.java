package io.fleetman.controller.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetman.controller.activity.Activity;
import io.fleetman.controller.activity.ActivityQuery;
import io.fleetman.controller.config.Connection;
import io.fleetman.controller.config.JobsSettings;
import io.fleetman.controller.job.Executions;
import io.fleetman.controller.job.JobOrder;
import io.fleetman.controller.job.TestNode;
import io.fleetman.controller.support.OpenFleet;
import io.fleetman.document.AuditDocument;
import io.fleetman.job.ExecutionStatus;
import io.fleetman.job.JobDocument;
import io.fleetman.job.JobPolicy;
import io.fleetman.job.NodeStatus;
import io.fleetman.job.Step;
import io.fleetman.job.StepInput;
import io.fleetman.job.gate.Board;
import io.fleetman.killpoint.KillPoints;
import io.fleetman.layout.ExecutionId;
import io.fleetman.layout.JobKeys;
import io.fleetman.layout.Keys;
import io.fleetman.layout.NodeId;
import io.fleetman.store.DocumentStore;
import io.fleetman.store.FaultyObjectStore;
import io.fleetman.store.FaultyObjectStore.Fault;
import io.fleetman.store.GetResult;
import io.fleetman.store.InMemoryObjectStore;
import io.fleetman.store.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RoundsTest {
  private static final JobsSettings TEN_DAYS = new JobsSettings(true, 100, Duration.ofDays(10));

  private final ManualClock clock = new ManualClock();
  private final InMemoryObjectStore memory = new InMemoryObjectStore(clock);
  private final FaultyObjectStore store = new FaultyObjectStore(memory);
  private final OpenFleet fleet = new OpenFleet(new DocumentStore(memory), clock, "somebody@else");
  private final Executions executions = new Executions(fleet);
  private final List<Site> sites = new ArrayList<>();

  @BeforeEach
  void aFleet() {
    memory.plant(Keys.FLEET, "{\"formatVersion\": 1, \"id\": \"f1\"}");
  }

  @AfterEach
  void close() {
    sites.forEach(Site::close);
  }

  private Rounds controller(JobsSettings settings) {
    Site site =
        new Site(
            new Connection("main", TestController.STORE, false),
            _ -> store,
            clock,
            KillPoints.none());
    sites.add(site);
    return new Rounds(site, settings);
  }

  private ExecutionId made(String node) {
    clock.advance(Duration.ofSeconds(1));
    return executions
        .create(
            new JobOrder(
                "look",
                null,
                JobDocument.of(Step.of("a", new StepInput.RunCommand(List.of("uname")))),
                Map.of(),
                List.of(new NodeId(node)),
                "all",
                JobPolicy.DEFAULT,
                null),
            null,
            null)
        .id();
  }

  private ExecutionId succeeded(String node) {
    ExecutionId id = made(node);
    new TestNode(memory, clock, node).runs(id, NodeStatus.SUCCEEDED, "x");
    return id;
  }

  private boolean isThere(ExecutionId id) {
    return new Executions(fleet).find(id).isPresent();
  }

  private List<AuditDocument> recorded(String operation) {
    return new Activity(fleet)
        .page(ActivityQuery.ALL, null, 100).changes().stream()
            .filter(e -> e.operation().equals(operation))
            .toList();
  }

  @DisplayName("what only others can end is ended with nobody looking, and among the activity")
  @Test
  void operationsOfLastWeekAreDeletedEveryHour() {
    memory.plant(Keys.operation("20260101t000001-a"), "{}");
    clock.advance(Duration.ofDays(8));
    memory.plant(Keys.operation("20260109t000001-b"), "{}");

    controller(JobsSettings.DEFAULT).round(false);
    assertThat(memory.get(Keys.operation("20260101t000001-a"))).isInstanceOf(GetResult.Found.class);
    controller(JobsSettings.DEFAULT).round(true);
    assertThat(memory.get(Keys.operation("20260101t000001-a")))
        .isInstanceOf(GetResult.Absent.class);
    assertThat(memory.get(Keys.operation("20260109t000001-b"))).isInstanceOf(GetResult.Found.class);
  }

  @Test
  void whatIsDueIsSettledAndRecorded() {
    ExecutionId id = made("gone");
    Rounds controller = controller(TEN_DAYS);
    controller.round(false);
    assertThat(recorded("job settle")).isEmpty();

    clock.advance(JobPolicy.DEFAULT.expireAfter());
    controller.round(false);

    Board board = executions.read(id).orElseThrow();
    assertThat(Objects.requireNonNull(board.standings().get(new NodeId("gone"))).status())
        .isEqualTo(NodeStatus.EXPIRED);
    assertThat(recorded("job settle"))
        .singleElement()
        .satisfies(
            e -> {
              assertThat(e.author().by()).isEqualTo("controller");
              assertThat(e.changes().getFirst().object().name()).isEqualTo(id.value());
            });
    controller.round(false);
    assertThat(recorded("job settle")).as("once").hasSize(1);
  }

  @DisplayName("of two controllers that see it at the same time one settles it")
  @Test
  void twoControllersSettleItOnce() {
    made("gone");
    Rounds one = controller(TEN_DAYS);
    Rounds other = controller(TEN_DAYS);
    clock.advance(JobPolicy.DEFAULT.expireAfter());

    one.round(false);
    other.round(false);

    assertThat(recorded("job settle")).hasSize(1);
  }

  @Test
  void whatEndedLongAgoIsDeletedAndRecorded() {
    ExecutionId old = succeeded("a");
    clock.advance(Duration.ofDays(9));
    ExecutionId fresh = succeeded("a");
    Rounds controller = controller(TEN_DAYS);
    controller.round(true);
    assertThat(isThere(old)).isTrue();

    clock.advance(Duration.ofDays(2));
    controller.round(false);
    assertThat(isThere(old)).as("only once an hour").isTrue();
    controller.round(true);

    assertThat(isThere(old)).isFalse();
    assertThat(memory.list(JobKeys.gates(old), null, null).objects()).isEmpty();
    assertThat(isThere(fresh)).isTrue();
    assertThat(recorded("job prune")).hasSize(1);
  }

  @Test
  void theNewestStayAndWhatIsOpen() {
    ExecutionId open = made("busy");
    ExecutionId old = succeeded("a");
    ExecutionId middle = succeeded("a");
    ExecutionId fresh = succeeded("a");

    controller(new JobsSettings(true, 2, Duration.ofDays(90))).round(true);

    assertThat(isThere(old)).isFalse();
    assertThat(isThere(middle)).isTrue();
    assertThat(isThere(fresh)).isTrue();
    assertThat(isThere(open)).isTrue();
  }

  @Test
  void nothingIsDeletedWhereItIsSwitchedOff() {
    ExecutionId old = succeeded("a");
    clock.advance(Duration.ofDays(1000));

    controller(new JobsSettings(false, 0, Duration.ofMinutes(1))).round(true);

    assertThat(isThere(old)).isTrue();
  }

  @DisplayName(
      "invariant 19: a canceled one stays while an agent that has not heard could begin it")
  @Test
  void whatWasCanceledStaysUntilNobodyCouldBeginIt() {
    ExecutionId id = made("cut-off");
    executions.cancel(id, null, null);
    Rounds controller = controller(new JobsSettings(true, 0, Duration.ofMinutes(1)));
    clock.advance(JobPolicy.DEFAULT.expireAfter().minusMinutes(1));
    controller.round(true);
    assertThat(isThere(id)).isTrue();

    clock.advance(Duration.ofMinutes(2));
    controller.round(true);
    assertThat(isThere(id)).isFalse();
  }

  @DisplayName("what another controller prunes is neither shown as open nor settled again")
  @Test
  void whatAnotherOnePrunedIsNotTakenForOpen() {
    ExecutionId id = succeeded("a");
    Executions known = new Executions(fleet);
    assertThat(known.settled(id).status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    Rounds knowing = controller(TEN_DAYS);
    knowing.round(true);
    clock.advance(Duration.ofDays(11));
    controller(TEN_DAYS).round(true);

    assertThat(known.read(id)).isEmpty();
    knowing.round(true);
    assertThat(memory.list(JobKeys.gates(id), null, null).objects()).isEmpty();
    assertThat(recorded("job settle")).isEmpty();
  }

  @Test
  void aStoreThatFailsChangesNothingAndTheNextRoundGoesOn() {
    ExecutionId old = succeeded("a");
    clock.advance(Duration.ofDays(11));
    Rounds controller = controller(TEN_DAYS);
    var _ = store.always(_ -> true, Fault.UNREACHABLE);
    controller.round(true);
    store.heal();
    assertThat(isThere(old)).isTrue();

    controller.round(true);
    assertThat(isThere(old)).isFalse();
  }
}
