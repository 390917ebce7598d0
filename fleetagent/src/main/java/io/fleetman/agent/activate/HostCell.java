package io.fleetman.agent.activate;

import io.fleetman.agent.install.Phase;
import io.fleetman.agent.runtime.UnitState;
import io.fleetman.document.ManifestSpec;
import io.fleetman.document.Profile;
import io.fleetman.layout.CellId;
import io.fleetman.layout.ManifestId;
import io.fleetman.layout.Version;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A cell as it stands on the host.
 *
 * @param cell its id
 * @param current the active release; null if there is none
 * @param unit what its systemd or supervisord says; null if there is no release
 * @param releases every release on the node, oldest first
 * @param problem why the host could not be read fully, one sentence; null if it could. Then nothing
 *     may be concluded from what is missing
 */
public record HostCell(
    CellId cell,
    @Nullable Release current,
    @Nullable UnitState unit,
    List<Release> releases,
    @Nullable String problem) {

  /**
   * A release on the node.
   *
   * @param version the snapshot's
   * @param cellUid of the cell that it was installed for
   * @param deployId of the wish that installed it
   * @param manifest whose
   * @param profile how it runs
   * @param spec the definition
   * @param phase how far it came
   * @param stopped true if it was stopped by the agent, on request
   * @param files how many it has
   */
  public record Release(
      Version version,
      String cellUid,
      String deployId,
      ManifestId manifest,
      Profile profile,
      ManifestSpec spec,
      Phase phase,
      boolean stopped,
      int files) {}

  /** Whether the process runs; null for files only, without a release, or if nobody can say. */
  public @Nullable Boolean running() {
    return unit == null ? null : unit.running();
  }
}
