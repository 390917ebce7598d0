package io.fleetman.controller.portal.deployment;

import io.fleetman.controller.web.Form;
import io.fleetman.controller.web.Words;
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
    String version = form.text("version").isEmpty() ? "VERSION" : Words.shell(form.text("version"));
    String which = " " + manifest + " " + version;
    return "fleetman deployment create"
        + which
        + "\nfleetman upload"
        + which
        + " ./build\nfleetman deployment clone"
        + which
        + " NEW";
  }
}
