package io.fleetman.e2e.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetman.controller.console.ExitCode;
import io.fleetman.controller.doctor.Doctor;
import io.fleetman.controller.fleet.FleetGate;
import io.fleetman.e2e.Rung;
import io.fleetman.e2e.fleet.Fleet;
import io.fleetman.e2e.node.RunResult;
import io.fleetman.e2e.store.Endpoint;
import io.fleetman.killpoint.KillPoint;
import io.fleetman.killpoint.KillPoint.Change;
import io.fleetman.store.FanOut;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** kill -9 of the real command at every step that it has, on real stores. */
class KilledPublisherTest {
  private static final int PROCESSES = 3;
  private static final boolean EXHAUSTIVE = Boolean.getBoolean("fleetman.exhaustive");

  /** What makes something that a repairer beside it may take for litter. */
  private static final Set<Change> MAKE =
      EnumSet.of(Change.UPLOAD, Change.SEAL, Change.OVERRIDE, Change.PUBLISH);

  @TempDir Path folder;

  @ParameterizedTest(name = "invariants 2, 3, 4: killed at every step, on {0}")
  @MethodSource("stores")
  void whereverACommandIsKilledNothingIsHalfDoneAndTheSameAgainFinishesIt(Rung rung) {
    try (Fleet fleet = fleet(rung)) {
      Bucket bucket = bucket(fleet);
      FanOut.forEach(
          points(p -> p.change() != Change.REPAIR && isTried(p)),
          PROCESSES,
          point -> {
            Scenario scenario = Scenario.of(point, point.word(), bucket);
            hold(point, fleet, scenario).kill();
            scenario.assertNotHalfDone();
            fleet.cli(scenario.command()).orThrow();
            scenario.assertDone();
          });
      // a repairer works on the whole bucket, so these are one after the other
      for (KillPoint point : points(p -> p.change() == Change.REPAIR && isTried(p))) {
        Scenario scenario = Scenario.of(point, point.word(), bucket);
        hold(point, fleet, scenario).kill();
        scenario.assertNotHalfDone();
        if (point == KillPoint.REPAIR_SWEEPING) {
          fleet.cli(scenario.command()).orThrow();
        } else {
          var _ = new Doctor(bucket.fleet(), Duration.ZERO).repair();
        }
        scenario.assertDone();
      }
      bucket.assertNothingLeftBehind();
    }
  }

  @EnabledIfSystemProperty(named = "fleetman.exhaustive", matches = "true")
  @ParameterizedTest(name = "invariant 4: repaired while others are held at every step, on {0}")
  @MethodSource("stores")
  void aRepairBesideCommandsAtEveryStepBreaksNoneOfThem(Rung rung) {
    try (Fleet fleet = fleet(rung)) {
      Bucket bucket = bucket(fleet);
      Map<KillPoint, Scenario> scenarios = new ConcurrentSkipListMap<>();
      Map<KillPoint, Held> held = new ConcurrentSkipListMap<>();
      FanOut.forEach(
          points(p -> MAKE.contains(p.change())),
          PROCESSES,
          point -> {
            Scenario scenario = Scenario.of(point, point.word(), bucket);
            scenarios.put(point, scenario);
            held.put(point, hold(point, fleet, scenario));
          });

      var _ = new Doctor(bucket.fleet(), Duration.ZERO).repair();

      FanOut.forEach(
          held.keySet(),
          PROCESSES,
          point -> {
            Scenario scenario = Objects.requireNonNull(scenarios.get(point));
            RunResult end = Objects.requireNonNull(held.get(point)).release();
            assertThat(end.exit())
                .as(point + " was let go: " + end)
                .isIn(ExitCode.OK.code(), ExitCode.CONFLICT.code());
            if (!end.succeeded()) {
              assertThat(end.out() + end.err())
                  .as("whoever lost is told")
                  .contains("at the same time");
              scenario.assertNotHalfDone();
              fleet.cli(scenario.command()).orThrow();
            }
            scenario.assertDone();
          });
      bucket.assertRepairLeavesNothingBehind();
    }
  }

  /**
   * In CI what has several steps, on one store; with -Pexhaustive every step on both, and repairs
   * beside them.
   */
  private static boolean isTried(KillPoint point) {
    return EXHAUSTIVE
        || switch (point.change()) {
          // what a killed publisher leaves is what repair is for
          case PUBLISH, REPAIR, DELETE -> true;
          default -> false;
        };
  }

  static Stream<Rung> stores() {
    return EXHAUSTIVE ? Stream.of(Rung.EMBEDDED, Rung.MINIO) : Stream.of(Rung.EMBEDDED);
  }

  private Held hold(KillPoint point, Fleet fleet, Scenario scenario) {
    // the second of several files, so that one is done and one is not
    boolean several = point == KillPoint.PUBLISH_COPYING || point == KillPoint.UPLOAD_SENDING;
    return Held.at(point, several ? 2 : 1, fleet, folder, scenario.command());
  }

  private static List<KillPoint> points(Predicate<KillPoint> which) {
    return Stream.of(KillPoint.values())
        .filter(p -> p.change() != Change.DEPLOY && p.change() != Change.JOB)
        .filter(which)
        .toList();
  }

  private Fleet fleet(Rung rung) {
    rung.require();
    return rung == Rung.EMBEDDED
        ? Fleet.init(folder)
        : Fleet.at(folder, Endpoint.fromEnvironment(rung.name()));
  }

  private Bucket bucket(Fleet fleet) {
    Bucket bucket =
        new Bucket(FleetGate.open(fleet.documents(), Clock.systemUTC(), "test@e2e"), folder);
    bucket.manifest();
    return bucket;
  }
}
