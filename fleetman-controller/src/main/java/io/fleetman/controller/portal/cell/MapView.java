package io.fleetman.controller.portal.cell;

import io.fleetman.controller.portal.Shell;
import io.fleetman.controller.web.Form;
import java.util.List;

/**
 * The form that maps a manifest onto nodes.
 *
 * @param form what is in it
 * @param manifests to choose from
 * @param nodes to choose from
 */
public record MapView(Form form, List<String> manifests, List<String> nodes) {
  /** The same for the command line. */
  public String cli() {
    String manifest = form.text("manifest");
    String cell = form.text("cell");
    Shell shell =
        Shell.of("fleetman cell add")
            .arg(
                (form.text("nodes").isEmpty()
                        ? "node-1"
                        : form.text("nodes").split("[\\s,]+", 2)[0])
                    + "/"
                    + (!cell.isEmpty() ? cell : !manifest.isEmpty() ? manifest : "web"))
            .option("--manifest", manifest.isEmpty() ? "MANIFEST" : manifest);
    form.raw("variables").lines().forEach(line -> shell.option("--var", line.strip()));
    return shell.toString();
  }
}
