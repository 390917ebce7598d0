package io.fleetman.e2e.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetman.document.CellState;
import io.fleetman.document.CellStatus;
import io.fleetman.e2e.Rung;
import io.fleetman.e2e.fleet.Fleet;
import io.fleetman.e2e.fleet.WebService;
import io.fleetman.layout.CellRef;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each kind of fault in turn between a real agent and a real store. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class StoreFaultsTest extends FaultyStoreTest {
  private static final Duration EACH =
      FULL
          ? Duration.ofSeconds(Long.getLong("fleetman.fault.seconds", 60))
          : Duration.ofMillis(500);
  private static final List<List<Kind>> IN_TURN =
      List.of(List.of(Kind.LIST), List.of(Kind.GET, Kind.CONDITIONAL_GET), List.of(Kind.PUT));

  /** What is done to requests, or said instead of doing them. */
  static final List<String> REQUESTS =
      List.of("lost", "late:1s", "403", "404", "409", "412", "500", "503");

  /** What is done to answers. */
  static final List<String> ANSWERS =
      List.of("cut", "drip:100ms", "endless", "stale", "hang", "html", "half");

  private @Nullable WebService moving;
  private int version;

  StoreFaultsTest(String node, Rung store) {
    super(node, store);
  }

  /** As they are written by hand. */
  abstract List<String> faults();

  @ParameterizedTest(name = "invariant 14: {0} on LIST, GET and PUT stops nothing; then it goes on")
  @MethodSource("faults")
  void invariant14_noFaultTouchesAServiceAndTheNextPublishWorks(String fault) {
    for (List<Kind> kinds : IN_TURN) {
      rule(fault, kinds)
          .ifPresent(
              rule -> {
                broken(1, rule);
                lasting(EACH);
                healed();
              });
    }
    List<Rule> rules = new ArrayList<>();
    IN_TURN.forEach(kinds -> rule(fault, kinds).ifPresent(rules::add));

    broken(1, rules.toArray(Rule[]::new));
    String wanted = published();
    lasting(EACH);
    healed();

    converges(fault, wanted);
  }

  @Test
  void invariant14_aStoreThatIsGoneTouchesNoServiceAndThePublishIsCaughtUp() {
    proxy().down();
    String wanted = published();
    lasting(EACH.multipliedBy(3));
    healed();

    runs(cell(), wanted);
  }

  // What only some requests are ever answered with.
  private static Optional<Rule> rule(String fault, List<Kind> kinds) {
    boolean applies =
        switch (fault) {
          case "stale" -> kinds.contains(Kind.LIST);
          case "409", "412" -> kinds.contains(Kind.PUT);
          default -> true;
        };
    return applies
        ? Optional.of(RuleText.read(String.join(",", names(kinds)) + " . 1 " + fault))
        : Optional.empty();
  }

  private static List<String> names(List<Kind> kinds) {
    return kinds.stream().map(Kind::name).toList();
  }

  private String published() {
    if (moving == null) {
      moving = service("moving");
    }
    version++;
    publish(moving, Integer.toString(version));
    return Integer.toString(version);
  }

  private CellRef cell() {
    return Objects.requireNonNull(moving).onlyCell();
  }

  // A store that denies a snapshot's bytes for longer than half a minute is believed: the
  // deployment ends, said so and with the old release running, and the next publish works.
  private void converges(String fault, String wanted) {
    if (fault.equals("404")) {
      CellStatus end =
          Fleet.await(
              "an end of " + wanted,
              () ->
                  fleet()
                      .status(cell())
                      .filter(s -> s.state().isEnd() && s.state() != CellState.REJECTED)
                      .filter(s -> String.valueOf(s.version()).equals(wanted)));
      if (!end.state().isSuccess()) {
        assertThat(end.reason()).contains("the store has no bytes for");
        runs(cell(), published());
        return;
      }
    }
    runs(cell(), wanted);
  }
}
