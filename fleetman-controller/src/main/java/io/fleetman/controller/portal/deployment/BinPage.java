package io.fleetman.controller.portal.deployment;

import io.fleetman.controller.console.Human;
import io.fleetman.document.DeploymentDocument;
import java.time.Instant;
import java.util.List;

/**
 * The recycle bin.
 *
 * @param files of all that is in it
 * @param size of these
 */
public record BinPage(List<Row> rows, int files, String size) {
  /** A version in it. */
  public record Row(
      String manifest, String version, int files, String size, Instant at, String by) {
    /** The version's page. */
    public String page() {
      return "/deployments/" + manifest + "/" + version;
    }
  }

  static BinPage of(List<DeploymentDocument> all) {
    return new BinPage(
        all.stream()
            .map(
                d ->
                    new Row(
                        d.manifest().value(),
                        d.version().value(),
                        States.files(d),
                        Human.bytes(States.bytes(d)),
                        d.author().at(),
                        d.author().by()))
            .toList(),
        all.stream().mapToInt(States::files).sum(),
        Human.bytes(all.stream().mapToLong(States::bytes).sum()));
  }
}
