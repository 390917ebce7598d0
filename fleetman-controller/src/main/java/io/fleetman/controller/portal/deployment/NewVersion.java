package io.fleetman.controller.portal.deployment;

import io.fleetman.controller.web.Form;
import java.util.List;

/**
 * The form that makes a version.
 *
 * @param manifests to choose from
 * @param versions to copy, each with its manifest before it
 */
public record NewVersion(Form form, List<String> manifests, List<String> versions) {
  /** The same for the command line. */
  public String cli() {
    String manifest = form.text("manifest").isEmpty() ? "MANIFEST" : form.text("manifest");
    return "fleetman upload "
        + manifest
        + " VERSION ./build\nfleetman deployment clone "
        + manifest
        + " VERSION NEW";
  }
}
