package io.fleetman.controller.console;

import io.fleetman.document.FleetDocument;
import io.fleetman.layout.Ids;
import io.fleetman.layout.Keys;
import io.fleetman.store.DocumentStore;
import io.fleetman.store.probe.Probe;
import io.fleetman.store.probe.ProbeReport;
import io.fleetman.store.probe.Rule;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Keeps commands from writing to a store that loses writes (invariant 23): what {@code init} found
 * of races is kept in {@code fleet.json}, the rest is tried again quickly before each command that
 * writes, and once by a controller.
 */
public final class StoreGuard {
  private StoreGuard() {}

  /**
   * Returns if the store is safe for this writer.
   *
   * @param singleWriter the operator's word that nobody else writes at the same time
   * @throws CommandException if the store lacks what is needed
   */
  public static void check(DocumentStore documents, InstantSource clock, boolean singleWriter) {
    ProbeReport report = Probe.quick(documents.objects(), Ids.next(clock.instant()));
    if (!report.usable()) {
      throw new CommandException(
          ExitCode.STORE, report.missing() + ": 'fleetman doctor' shows it in full");
    }
    if (singleWriter) {
      return;
    }
    String lacks = report.safeForManyWriters() ? recorded(documents) : report.missing();
    if (!lacks.isEmpty()) {
      throw new CommandException(
          ExitCode.STORE,
          lacks
              + ": two writers would overwrite each other; move the fleet to another store, or, if"
              + " only one ever writes at a time, set single_writer: true for this bucket");
    }
  }

  private static String recorded(DocumentStore documents) {
    Map<String, String> probe =
        documents
            .read(Keys.FLEET, FleetDocument.class)
            .found()
            .map(FleetDocument::probe)
            .orElse(Map.of());
    String failed =
        Stream.of(Rule.values())
            .filter(rule -> rule.need() == Rule.Need.MANY_WRITERS)
            .filter(rule -> "failed".equals(probe.get(word(rule))))
            .map(Rule::title)
            .collect(Collectors.joining(", "));
    return failed.isEmpty() ? "" : "fleet.json says that this store lacks " + failed;
  }

  private static String word(Rule rule) {
    return rule.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
