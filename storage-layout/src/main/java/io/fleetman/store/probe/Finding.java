package io.fleetman.store.probe;

/**
 * What came of trying one rule.
 *
 * @param rule the rule
 * @param outcome whether the store keeps it
 * @param detail what was seen, in a few words
 */
public record Finding(Rule rule, Outcome outcome, String detail) {
  /** Whether a store keeps a rule. */
  public enum Outcome {
    OK,
    FAILED,
    /** It was not tried, or cannot be without a rule that failed. */
    SKIPPED
  }

  static Finding ok(Rule rule, String detail) {
    return new Finding(rule, Outcome.OK, detail);
  }

  static Finding failed(Rule rule, String detail) {
    return new Finding(rule, Outcome.FAILED, detail);
  }

  static Finding skipped(Rule rule, String detail) {
    return new Finding(rule, Outcome.SKIPPED, detail);
  }
}
