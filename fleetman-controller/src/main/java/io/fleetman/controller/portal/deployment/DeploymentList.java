package io.fleetman.controller.portal.deployment;

import io.fleetman.controller.console.Human;
import io.fleetman.controller.web.Frame;
import io.fleetman.controller.web.Word;
import io.fleetman.document.DeploymentDocument;
import io.fleetman.document.DeploymentState;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All deployments that a filter lets through, sorted, a page of them.
 *
 * @param filter what is shown
 * @param manifests to choose from
 * @param rows of this page
 * @param found how many the filter lets through
 * @param all how many there are
 * @param recycled how many are in the recycle bin
 */
public record DeploymentList(
    Filter filter, List<String> manifests, List<Row> rows, int found, int all, int recycled) {
  static final int PAGE = 100;

  /**
   * What the address says is to be shown; empty for any.
   *
   * @param sort {@code changed}, {@code name} or {@code size}
   * @param page from 1
   */
  public record Filter(String manifest, String state, String q, String sort, int page) {
    /** Whether anything is filtered. */
    public boolean any() {
      return !manifest.isEmpty() || !state.isEmpty() || !q.isEmpty();
    }

    /** The query of another page of the same. */
    public String page(int other) {
      return query(sort, other);
    }

    /** The query of the same in another order. */
    public String sortedBy(String other) {
      return query(other, 1);
    }

    private String query(String order, int number) {
      return "?manifest="
          + Frame.encoded(manifest)
          + "&state="
          + Frame.encoded(state)
          + "&q="
          + Frame.encoded(q)
          + "&sort="
          + order
          + "&page="
          + number;
    }

    private boolean lets(DeploymentDocument d) {
      boolean wanted =
          switch (state) {
            case "draft" -> d.state() == DeploymentState.DRAFT;
            case "sealed" -> d.state() == DeploymentState.SEALED;
            default -> d.state() == DeploymentState.DRAFT || d.state() == DeploymentState.SEALED;
          };
      return wanted
          && (manifest.isEmpty() || d.manifest().value().equals(manifest))
          && (d.manifest() + " " + d.version())
              .toLowerCase(Locale.ROOT)
              .contains(q.toLowerCase(Locale.ROOT));
    }

    private Stream<DeploymentDocument> sorted(Stream<DeploymentDocument> newestFirst) {
      Comparator<DeploymentDocument> byName =
          Comparator.comparing(DeploymentDocument::manifest)
              .thenComparing(DeploymentDocument::version);
      return switch (sort) {
        case "name" -> newestFirst.sorted(byName);
        case "size" ->
            newestFirst.sorted(
                Comparator.comparing(States::bytes, Comparator.reverseOrder())
                    .thenComparing(byName));
        default -> newestFirst;
      };
    }
  }

  /** One of them. */
  public record Row(
      String manifest,
      String version,
      Word state,
      int files,
      String size,
      Instant at,
      String by,
      @Nullable String why) {}

  /**
   * What the filter lets through.
   *
   * @param all the last changed first
   */
  static DeploymentList of(Filter filter, List<DeploymentDocument> all) {
    List<DeploymentDocument> found = filter.sorted(all.stream().filter(filter::lets)).toList();
    return new DeploymentList(
        filter,
        all.stream().map(d -> d.manifest().value()).distinct().sorted().toList(),
        found.stream()
            .skip((long) (filter.page() - 1) * PAGE)
            .limit(PAGE)
            .map(DeploymentList::row)
            .toList(),
        found.size(),
        (int) all.stream().filter(d -> new Filter("", "", "", "", 1).lets(d)).count(),
        (int) all.stream().filter(d -> d.state() == DeploymentState.RECYCLED).count());
  }

  private static Row row(DeploymentDocument d) {
    return new Row(
        d.manifest().value(),
        d.version().value(),
        States.word(d.state()),
        States.files(d),
        Human.bytes(States.bytes(d)),
        d.author().at(),
        d.author().by(),
        d.author().reason());
  }

  /** Whether there is a page after this one. */
  public boolean more() {
    return found > filter.page() * PAGE;
  }

  /** The same for the command line. */
  public String cli() {
    return "fleetman deployment list"
        + (filter.manifest().isEmpty() ? "" : " " + filter.manifest());
  }
}
