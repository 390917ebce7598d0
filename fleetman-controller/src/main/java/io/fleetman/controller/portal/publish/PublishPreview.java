package io.fleetman.controller.portal.publish;

import io.fleetman.controller.portal.ChangeList;
import io.fleetman.controller.portal.Shell;
import java.util.List;

/**
 * What a publish would change, before it is done.
 *
 * @param id that the publish will have, so that it is begun once however often the form is sent
 * @param manifest whose cells
 * @param version which
 * @param redeploy whether cells that are told so already are told again
 * @param reason why; empty if it was not said
 * @param cells all of them
 * @param groups cells whose change is the same
 * @param refused cells that it cannot be published to, with the reason
 */
public record PublishPreview(
    String id,
    String manifest,
    String version,
    boolean redeploy,
    String reason,
    List<String> cells,
    List<Group> groups,
    List<Refused> refused) {
  /**
   * Cells whose change is the same.
   *
   * @param from the version they must be at now, or nothing
   * @param to the one they would be at
   * @param nothingToDo why there is nothing to do; empty if there is
   */
  public record Group(
      List<String> cells, String from, String to, String nothingToDo, ChangeList changes) {}

  /** A cell that it cannot be published to. */
  public record Refused(String cell, String reason) {}

  /** Whether it would do anything. */
  public boolean possible() {
    return groups.stream().anyMatch(g -> g.nothingToDo().isEmpty());
  }

  /** The same for the command line. */
  public String cli() {
    Shell shell = Shell.of("fleetman publish").arg(version);
    cells.forEach(shell::arg);
    return shell.flag("--redeploy", redeploy).option("--reason", reason).toString();
  }
}
