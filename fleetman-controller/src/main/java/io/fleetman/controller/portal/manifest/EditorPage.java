package io.fleetman.controller.portal.manifest;

import io.fleetman.controller.tree.LineDiff;
import org.jspecify.annotations.Nullable;

/**
 * A manifest as text, being edited.
 *
 * @param manifest its name; empty for one that is new
 * @param seen the revision that the editor began with; 0: none
 * @param text what it holds
 * @param check what is wrong with it, and what it comes to
 * @param why what the form says about why
 * @param conflict what somebody else made of it meanwhile, against what was typed; null if nothing
 * @param theirs who made that, and when, in words; empty if nobody did
 */
public record EditorPage(
    String manifest,
    int seen,
    String text,
    CheckPart check,
    String why,
    @Nullable LineDiff conflict,
    String theirs) {
  /** Whether there is no such manifest yet. */
  public boolean fresh() {
    return manifest.isEmpty();
  }

  /** The page's path within the bucket. */
  public String page() {
    return fresh() ? "/manifests/-/yaml" : "/manifests/" + manifest + "/edit";
  }

  /** The same for the command line. */
  public String cli() {
    String name = fresh() ? "web" : manifest;
    return (fresh() ? "" : "fleetman manifest show " + name + " --yaml > " + name + ".yaml\n")
        + "fleetman apply -f "
        + name
        + ".yaml --dry-run\nfleetman apply -f "
        + name
        + ".yaml";
  }
}
