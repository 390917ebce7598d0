package io.fleetman.controller.portal.deployment;

import io.fleetman.controller.doctor.Finding;
import java.util.List;

/**
 * What uploads and publishes that died left behind, and what else is wrong in the bucket.
 *
 * @param garbage what costs space only
 * @param other what needs somebody to look at it
 */
public record OrphansPage(List<Finding> garbage, List<Finding> other) {
  static OrphansPage of(List<Finding> findings) {
    return new OrphansPage(
        findings.stream().filter(f -> f.severity() == Finding.Severity.GARBAGE).toList(),
        findings.stream().filter(f -> f.severity() != Finding.Severity.GARBAGE).toList());
  }

  /** How much of it can be cleaned up now. */
  public long repairable() {
    return garbage.stream().filter(Finding::repairable).count();
  }
}
