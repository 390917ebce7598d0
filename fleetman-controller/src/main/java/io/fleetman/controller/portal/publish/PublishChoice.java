package io.fleetman.controller.portal.publish;

import io.fleetman.controller.fleet.CellView;
import io.fleetman.controller.fleet.FleetView;
import io.fleetman.controller.portal.Shell;
import io.fleetman.controller.portal.cell.CellRow;
import io.fleetman.controller.web.Form;
import java.util.List;
import java.util.Set;

/**
 * What is to be published, and to which cells.
 *
 * @param form what was chosen so far
 * @param manifest whose cells; empty until it is chosen
 * @param manifests to choose from
 * @param versions sealed ones, newest first; to choose from
 * @param rows the manifest's cells
 * @param chosen which of them
 */
public record PublishChoice(
    Form form,
    String manifest,
    List<String> manifests,
    List<Version> versions,
    List<CellRow> rows,
    Set<String> chosen) {
  /** A sealed version, and where it is. */
  public record Version(String name, String note) {}

  static List<CellRow> rows(FleetView fleet, String manifest, String label, String node) {
    return fleet.cells().stream()
        .filter(c -> !c.removed())
        .filter(c -> c.manifest() != null && c.manifest().toString().equals(manifest))
        .filter(c -> node.isEmpty() || c.cell().node().toString().equals(node))
        .filter(c -> label.isEmpty() || labelled(fleet, c, label))
        .map(CellRow::of)
        .toList();
  }

  private static boolean labelled(FleetView fleet, CellView c, String label) {
    int equals = label.indexOf('=');
    if (equals < 1) {
      return false;
    }
    var report = fleet.node(c.cell().node()).map(n -> n.report()).orElse(null);
    return report != null
        && label.substring(equals + 1).equals(report.labels().get(label.substring(0, equals)));
  }

  /** The same for the command line. */
  public String cli() {
    Shell shell =
        Shell.of("fleetman publish")
            .arg(form.text("version").isEmpty() ? "VERSION" : form.text("version"));
    if (chosen.isEmpty()) {
      shell.arg("NODE/CELL");
    } else if (chosen.size() == rows.size()) {
      shell.option("--manifest", manifest);
    } else {
      chosen.forEach(shell::arg);
    }
    return shell.toString();
  }
}
