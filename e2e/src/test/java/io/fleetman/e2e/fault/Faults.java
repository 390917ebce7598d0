package io.fleetman.e2e.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * The rules in force. Whether the n-th request that a rule covers meets its fault is a function of
 * the seed, the rule's place and n alone.
 */
public final class Faults {
  private final long seed;
  private final Consumer<String> log;
  private final List<State> rules = new ArrayList<>();
  private long met;

  private static final class State {
    final Rule rule;
    long covered;
    int used;

    State(Rule rule) {
      this.rule = rule;
    }
  }

  /** None yet; each fault is one line of the log. */
  public Faults(long seed, Consumer<String> log) {
    this.seed = seed;
    this.log = log;
  }

  /** These rules in place of all that were in force; the first that applies counts. */
  public synchronized void set(Rule... replacement) {
    rules.clear();
    add(replacement);
  }

  /** These too, after those in force. */
  public synchronized void add(Rule... more) {
    for (Rule rule : more) {
      rules.add(new State(rule));
    }
  }

  /** No faults from now on. */
  public synchronized void clear() {
    rules.clear();
  }

  /** How many requests met a fault so far. */
  public synchronized long met() {
    return met;
  }

  void log(String line) {
    log.accept(line);
  }

  synchronized Optional<Fault> of(Kind kind, String subject) {
    for (int i = 0; i < rules.size(); i++) {
      State state = rules.get(i);
      if (!state.rule.covers(kind, subject) || state.used >= state.rule.count()) {
        continue;
      }
      long n = ++state.covered;
      if (chance(i, n) < state.rule.probability()) {
        state.used++;
        met++;
        log.accept(
            "fault seed=%d rule=%d request=%d: %s %s: %s"
                .formatted(seed, i, n, kind, subject, state.rule.fault()));
        return Optional.of(state.rule.fault());
      }
    }
    return Optional.empty();
  }

  private double chance(int rule, long n) {
    return new SplittableRandom(seed * 31 + rule * 1_000_003L + n).nextDouble();
  }
}
