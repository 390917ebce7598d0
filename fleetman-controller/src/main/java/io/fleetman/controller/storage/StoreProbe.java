package io.fleetman.controller.storage;

import io.fleetman.controller.support.OpenFleet;
import io.fleetman.document.FleetDocument;
import io.fleetman.layout.Keys;
import io.fleetman.store.probe.Finding;
import io.fleetman.store.probe.Probe;
import io.fleetman.store.probe.ProbeReport;
import io.fleetman.store.probe.Rule;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the store keeps of what Fleetman asks of it. */
public final class StoreProbe {
  private final OpenFleet fleet;

  /** Of this fleet's store. */
  public StoreProbe(OpenFleet fleet) {
    this.fleet = fleet;
  }

  /**
   * What was found.
   *
   * @param rules in the order in which they are tried
   * @param missing one sentence of what the store lacks; empty if nothing, or it is not known
   */
  public record Result(List<Kept> rules, String missing) {}

  /**
   * A rule.
   *
   * @param outcome ok, failed, skipped; empty if it is not known
   * @param detail what was seen; empty if it is not known
   */
  public record Kept(Rule rule, String outcome, String detail) {}

  /** What was found when the fleet was made, or examined last. */
  public Result recorded() {
    Map<String, String> probe =
        fleet
            .documents()
            .read(Keys.FLEET, FleetDocument.class)
            .found()
            .map(FleetDocument::probe)
            .orElse(Map.of());
    return new Result(
        Arrays.stream(Rule.values())
            .map(rule -> new Kept(rule, probe.getOrDefault(word(rule), ""), ""))
            .toList(),
        "");
  }

  /** What is found now, in about fifteen small requests; races are not tried. */
  public Result quick() {
    ProbeReport report = Probe.quick(fleet.objects(), fleet.newId());
    return new Result(report.findings().stream().map(StoreProbe::kept).toList(), report.missing());
  }

  private static Kept kept(Finding finding) {
    return new Kept(finding.rule(), word(finding.outcome()), finding.detail());
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
