package io.fleetman.agent.activate;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetman.agent.activate.KilledNode.Kill;
import io.fleetman.document.Profile;
import io.fleetman.killpoint.KillPoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.io.TempDirFactory;

/**
 * An agent that is killed at each moment of each action, and started again. What the store is told
 * is tested with the whole agent.
 */
class KilledTest {
  private static final boolean ALL = Boolean.getBoolean("fleetman.exhaustive");

  @TempDir(factory = Memory.class)
  Path folder;

  /** What is tested is the order of the steps; a disk that syncs only makes it slow. */
  static final class Memory implements TempDirFactory {
    @Override
    public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext context)
        throws IOException {
      Path memory = Path.of("/dev/shm");
      return Files.isWritable(memory)
          ? Files.createTempDirectory(memory, "killed")
          : Files.createTempDirectory("killed");
    }
  }

  /** What is asked of the node, and what must come of it however often the agent is killed. */
  enum Action {
    FIRST(null, "1"),
    CHANGE("1", "2"),
    SAME_BYTES("1", "1"),
    FAILS("1", "1"),
    FIRST_FAILS(null, null),
    STOPPED_CHANGE("1", "2"),
    OTHER_PROFILE("1", "2"),
    RESTART("1", "1"),
    STOP("1", "1"),
    START("1", "1"),
    REMOVE("1", null),
    STOP_REFUSED("1", "1"),
    STOP_HANGS("1", "1");

    private final @Nullable String before;
    private final @Nullable String after;

    Action(@Nullable String before, @Nullable String after) {
      this.before = before;
      this.after = after;
    }

    @Nullable String before() {
      return before;
    }

    @Nullable String after() {
      return after;
    }
  }

  @TestFactory
  Stream<DynamicTest> invariant15_killedAnywhereItConverges() {
    return cases().flatMap(this::killedAtEach);
  }

  private Stream<DynamicTest> killedAtEach(Case one) {
    List<KillPoint> passed = new KilledNode(fresh(one + "-uncut"), one).uncut();
    return Stream.iterate(0, n -> n < passed.size(), n -> n + 1)
        .map(
            n ->
                DynamicTest.dynamicTest(
                    one + " killed at step " + n + ", " + passed.get(n).word(),
                    () -> new KilledNode(fresh(one + "-" + n), one).killedAt(new Kill(n))));
  }

  @TestFactory
  Stream<DynamicTest> invariant15_killedTwiceItConverges() {
    return cases()
        .filter(c -> ALL || (c.action() == Action.FAILS && c.profile() == Profile.SYSTEMD))
        .map(
            c ->
                DynamicTest.dynamicTest(
                    c + " killed at each pair of steps" + (ALL ? "" : " (a seventh of them)"),
                    () -> pairs(c)));
  }

  private void pairs(Case one) throws InterruptedException {
    int steps = new KilledNode(fresh(one + "-uncut2"), one).uncut().size();
    for (int first = 0; first < steps; first++) {
      for (int second = 0; second < steps; second++) {
        if (!ALL && (first * 3 + second) % 7 != 0) {
          continue;
        }
        Path place = fresh(one + "-" + first + "-" + second);
        new KilledNode(place, one).killedAt(new Kill(first), new Kill(second));
      }
    }
  }

  @Test
  void everyStepIsPassedBySomeAction() {
    Set<KillPoint> passed = EnumSet.noneOf(KillPoint.class);
    cases().forEach(c -> passed.addAll(new KilledNode(fresh(c + "-seen"), c).uncut()));
    Set<KillPoint> all = EnumSet.allOf(KillPoint.class);
    all.removeIf(p -> p.change() != KillPoint.Change.DEPLOY || p.word().endsWith("-sent"));
    // These are the journal's, which this test has not.
    all.removeAll(Set.of(KillPoint.DEPLOY_ACCEPTED, KillPoint.DEPLOY_ENDED));
    assertThat(passed).isEqualTo(all);
  }

  /** An action with a profile. */
  record Case(Action action, Profile profile) {
    @Override
    public String toString() {
      return (profile + " " + action).toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  private static Stream<Case> cases() {
    return Arrays.stream(Action.values())
        .flatMap(a -> Arrays.stream(Profile.values()).map(p -> new Case(a, p)))
        .filter(
            c ->
                c.profile() != Profile.DEPLOY
                    || !EnumSet.of(Action.STOP_HANGS, Action.STOP_REFUSED).contains(c.action()))
        .filter(c -> c.profile() != Profile.SUPERVISOR || c.action() != Action.STOP_HANGS);
  }

  private Path fresh(String name) {
    return folder.resolve(name.replace(' ', '-'));
  }
}
