package io.fleetman.e2e.fault;

import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which requests meet a fault.
 *
 * @param kinds of requests
 * @param key found in the key, or in the prefix of a LIST
 * @param probability from 0 to 1
 * @param count the most requests that meet it
 * @param fault what happens to them
 */
public record Rule(Set<Kind> kinds, Pattern key, double probability, int count, Fault fault) {
  /** Only listings are kept, to be given again. */
  public Rule {
    if (fault instanceof Fault.Stale && !kinds.equals(Set.of(Kind.LIST))) {
      throw new IllegalArgumentException("only a LIST can be stale: name that kind alone");
    }
  }

  /** Every request of these kinds. */
  public static Rule on(Fault fault, Kind first, Kind... others) {
    return new Rule(EnumSet.of(first, others), Pattern.compile(""), 1, Integer.MAX_VALUE, fault);
  }

  /** Every request. */
  public static Rule onAll(Fault fault) {
    return new Rule(EnumSet.allOf(Kind.class), Pattern.compile(""), 1, Integer.MAX_VALUE, fault);
  }

  /** Only for keys in which this is found. */
  public Rule key(String regex) {
    return new Rule(kinds, Pattern.compile(regex), probability, count, fault);
  }

  /** Only for some of them, as the seed decides. */
  public Rule probability(double value) {
    return new Rule(kinds, key, value, count, fault);
  }

  /** At most so often. */
  public Rule times(int value) {
    return new Rule(kinds, key, probability, value, fault);
  }

  boolean covers(Kind kind, String subject) {
    return kinds.contains(kind) && key.matcher(subject).find();
  }
}
