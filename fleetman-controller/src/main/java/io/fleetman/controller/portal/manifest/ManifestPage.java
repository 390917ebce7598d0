package io.fleetman.controller.portal.manifest;

import io.fleetman.controller.manifest.ManifestText;
import io.fleetman.controller.manifest.UnitPreview;
import io.fleetman.controller.web.Form;
import io.fleetman.document.Author;
import io.fleetman.document.DeploymentDocument;
import io.fleetman.document.DeploymentState;
import io.fleetman.document.ManifestDocument;
import io.fleetman.layout.CellRef;
import java.util.List;
import java.util.Locale;

/**
 * One manifest: its definition, what it comes to on a node, and who uses it.
 *
 * @param lines of the definition as YAML
 * @param cells that use it
 * @param versions that are not purged, newest first
 * @param unit what an agent makes of it
 * @param unitCell for which cell; empty: example names stand in
 * @param duplicate the form that makes another one of it
 */
public record ManifestPage(
    String manifest,
    String description,
    String profile,
    int revision,
    Author author,
    List<String> lines,
    List<String> cells,
    List<Version> versions,
    UnitPreview unit,
    String unitCell,
    Form duplicate) {
  /** A version, and its state in a word. */
  public record Version(String version, String state) {}

  static ManifestPage of(
      ManifestDocument m,
      List<CellRef> cells,
      List<DeploymentDocument> versions,
      UnitPreview unit,
      String unitCell,
      Form duplicate) {
    String description = m.spec().description();
    return new ManifestPage(
        m.manifest().value(),
        description == null ? "" : description,
        m.spec().profile().name().toLowerCase(Locale.ROOT),
        m.revision(),
        m.author(),
        ManifestText.of(m).lines().toList(),
        cells.stream().map(CellRef::toString).sorted().toList(),
        versions.stream()
            .filter(d -> d.state() != DeploymentState.PURGED)
            .map(d -> new Version(d.version().value(), d.state().name().toLowerCase(Locale.ROOT)))
            .toList(),
        unit,
        unitCell,
        duplicate);
  }

  /** It in words, for somebody who is told that it changed. */
  static String words(ManifestDocument m) {
    return words(m.revision(), m.author());
  }

  private static String words(int revision, Author author) {
    String reason = author.reason();
    return "revision "
        + revision
        + " by "
        + author.by()
        + (reason == null ? "" : " (" + reason + ")");
  }

  /** The same of what is shown. */
  public String words() {
    return words(revision, author);
  }

  /** The page's path within the bucket. */
  public String page() {
    return "/manifests/" + manifest;
  }

  /** The same for the command line. */
  public String cli() {
    return "fleetman manifest show "
        + manifest
        + " --yaml > "
        + manifest
        + ".yaml\nfleetman manifest unit "
        + manifest
        + (unitCell.isEmpty() ? "" : " " + unitCell)
        + "\nfleetman manifest duplicate "
        + manifest
        + " NEW\nfleetman manifest delete "
        + manifest
        + " --dry-run";
  }
}
