package io.fleetman.document;

import io.fleetman.layout.CellId;
import io.fleetman.layout.ManifestId;
import io.fleetman.layout.Version;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a node says about one of its cells.
 *
 * @param cell its id
 * @param manifest whose
 * @param profile how it runs
 * @param state what the last command came to, corrected by what the host shows now
 * @param desired the version asked for; null if none
 * @param running the version that is active; null if none
 * @param health in words: {@code up}, {@code down}, {@code failed}, or {@code n/a} for files only
 * @param files how many files the active release has
 * @param drift what is not as the agent left it
 * @param reason why it is not what was asked for; null if all is well
 * @param logTail the last lines of log files or journal of what is active; of what failed last if
 *     nothing is
 */
public record CellReport(
    CellId cell,
    ManifestId manifest,
    Profile profile,
    CellState state,
    @Nullable Version desired,
    @Nullable Version running,
    String health,
    int files,
    List<Drift> drift,
    @Nullable String reason,
    List<String> logTail) {
  /**
   * Lists and words that were left out are empty.
   *
   * @throws NullPointerException if it does not say which cell it is, of what, and how it is
   */
  public CellReport {
    Objects.requireNonNull(cell, "cell is missing");
    Objects.requireNonNull(manifest, "manifest is missing");
    Objects.requireNonNull(profile, "profile is missing");
    Objects.requireNonNull(state, "state is missing");
    health = Defaults.or(health, "");
    drift = Defaults.list(drift);
    logTail = Defaults.list(logTail);
  }
}
