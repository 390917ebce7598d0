package io.fleetman.controller.portal.search;

import io.fleetman.controller.fleet.FleetView;
import io.fleetman.controller.support.Listing;
import io.fleetman.controller.web.Access;
import io.fleetman.controller.web.Area;
import io.fleetman.controller.web.PageExchange;
import io.fleetman.controller.web.Routes;
import io.fleetman.document.FleetObject.Kind;
import io.fleetman.layout.KeyParser;
import io.fleetman.layout.Keys;
import io.fleetman.layout.KnownKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds nodes, cells and manifests by a part of their names. */
public final class SearchArea implements Area {
  private static final int MOST = 50;

  /**
   * What was found.
   *
   * @param query as it was typed
   * @param hits those that are named so first, then those whose names begin so, then the others
   * @param more whether there are more than are shown
   */
  public record View(String query, List<Hit> hits, boolean more) {}

  /**
   * Something that was found.
   *
   * @param kind in a word
   * @param icon that goes with it
   * @param address of its page
   * @param about what else is known of it
   */
  public record Hit(String kind, String icon, String name, String address, String about) {}

  @Override
  public void routes(Routes routes) {
    routes.page("/search", Access.view(Kind.FLEET, "*"), SearchArea::search);
  }

  private static void search(PageExchange exchange) throws InterruptedException {
    String query = exchange.query("q").orElse("").strip().toLowerCase(Locale.ROOT);
    List<Hit> all = new ArrayList<>();
    if (!query.isEmpty()) {
      all.addAll(known(exchange.known().view(), query));
      all.addAll(manifests(exchange, query));
    }
    all.sort((a, b) -> Integer.compare(rank(a, query), rank(b, query)));
    exchange.render(
        "search/search.jte",
        "Search",
        new View(query, all.stream().limit(MOST).toList(), all.size() > MOST));
  }

  private static int rank(Hit hit, String query) {
    String name = hit.name().toLowerCase(Locale.ROOT);
    boolean last = name.substring(name.lastIndexOf('/') + 1).equals(query);
    return name.equals(query) || last ? 0 : name.startsWith(query) ? 1 : 2;
  }

  private static List<Hit> known(@Nullable FleetView view, String query) {
    if (view == null) {
      return List.of();
    }
    Stream<Hit> nodes =
        view.nodes().stream()
            .map(n -> n.node().toString())
            .filter(n -> n.contains(query))
            .map(n -> new Hit("node", "server", n, "/nodes/" + n, ""));
    Stream<Hit> cells =
        view.cells().stream()
            .filter(
                c ->
                    c.cell().toString().contains(query)
                        || String.valueOf(c.desired()).equalsIgnoreCase(query))
            .map(
                c ->
                    new Hit(
                        "cell",
                        "box",
                        c.cell().toString(),
                        "/cells/" + c.cell(),
                        c.manifest() + (c.desired() == null ? "" : " " + c.desired())));
    return Stream.concat(nodes, cells).toList();
  }

  private static List<Hit> manifests(PageExchange exchange, String query) {
    return Listing.level(exchange.fleet().objects(), Keys.manifests()).objects().stream()
        .flatMap(
            e ->
                KeyParser.parse(e.key()).orElse(null) instanceof KnownKey.Manifest(var name)
                    ? Stream.of(name.toString())
                    : Stream.empty())
        .filter(name -> name.contains(query))
        .map(name -> new Hit("manifest", "file-description", name, "/manifests/" + name, ""))
        .toList();
  }
}
