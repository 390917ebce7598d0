package io.fleetman.store.probe;

import io.fleetman.store.probe.Finding.Outcome;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a probe found, and what it means.
 *
 * @param store where the store is, for messages
 * @param findings one for each rule, in the order of {@link Rule}
 */
public record ProbeReport(String store, List<Finding> findings) {
  /** Copies the findings. */
  public ProbeReport {
    findings = List.copyOf(findings);
  }

  /** True if Fleetman can work on it at all. */
  public boolean usable() {
    return keeps(Rule.Need.ANY_USE);
  }

  /** True if several operators and controllers may write at the same time. */
  public boolean safeForManyWriters() {
    return usable() && keeps(Rule.Need.MANY_WRITERS);
  }

  private boolean keeps(Rule.Need need) {
    return failures().stream().noneMatch(f -> f.rule().need() == need);
  }

  /** The rules that the store breaks. */
  public List<Finding> failures() {
    return findings.stream().filter(f -> f.outcome() == Outcome.FAILED).toList();
  }

  /** One sentence that names the store and what it lacks; empty if it lacks nothing. */
  public String missing() {
    List<Finding> failures = failures();
    return failures.isEmpty()
        ? ""
        : "the store at "
            + store
            + " lacks "
            + failures.stream()
                .map(f -> f.rule().title() + " (" + f.detail() + ")")
                .collect(Collectors.joining(", "));
  }

  /** Rule to outcome, as {@code fleet.json} keeps it. */
  public Map<String, String> outcomes() {
    Map<String, String> outcomes = new LinkedHashMap<>();
    for (Finding finding : findings) {
      outcomes.put(word(finding.rule()), word(finding.outcome()));
    }
    return outcomes;
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
