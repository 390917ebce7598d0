package io.fleetman.controller.portal.deployment;

import io.fleetman.controller.console.Human;
import io.fleetman.controller.deployment.RecycleBin;
import io.fleetman.controller.support.Tag;
import io.fleetman.document.DeploymentDocument;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The recycle bin.
 *
 * @param files of all that is in it
 * @param size of these
 */
public record BinPage(List<Row> rows, int files, String size) {
  /** A version in it. */
  public record Row(
      String manifest,
      String version,
      int files,
      String size,
      Instant at,
      String by,
      String tag,
      String words) {
    /** The version's page. */
    public String page() {
      return "/deployments/" + manifest + "/" + version;
    }
  }

  /** What tells what is in it from any other state of it. */
  public String tag() {
    return RecycleBin.tag(rows.stream().map(Row::tag).toList());
  }

  /** The same in words. */
  public String words() {
    return rows.isEmpty()
        ? "nothing"
        : Human.count(rows.size(), "version")
            + ", "
            + size
            + ": "
            + rows.stream()
                .limit(12)
                .map(r -> r.manifest() + " " + r.version())
                .collect(Collectors.joining(", "))
            + (rows.size() > 12 ? " and more" : "");
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
                        d.author().by(),
                        Tag.of(d),
                        States.words(d)))
            .toList(),
        all.stream().mapToInt(States::files).sum(),
        Human.bytes(all.stream().mapToLong(States::bytes).sum()));
  }
}
