package io.fleetman.controller.portal.cell;

import io.fleetman.controller.cell.Cells;
import io.fleetman.controller.fleet.CellView;
import io.fleetman.controller.fleet.FleetReader;
import io.fleetman.controller.fleet.FleetView;
import io.fleetman.controller.portal.PerView;
import io.fleetman.controller.portal.Query;
import io.fleetman.controller.portal.Remembered;
import io.fleetman.controller.support.Refusal;
import io.fleetman.controller.web.Access;
import io.fleetman.controller.web.Area;
import io.fleetman.controller.web.Drawn;
import io.fleetman.controller.web.PageExchange;
import io.fleetman.controller.web.Routes;
import io.fleetman.document.FleetObject.Kind;
import io.fleetman.layout.CellId;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.NodeId;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The list of cells, and a cell's page. */
public final class CellArea implements Area {
  static final String NAME = "{node}/{cell}";
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final int TIMELINE = 30;

  private final Remembered<CellPage.Details> remembered =
      new Remembered<>(200, Duration.ofMinutes(1), System::nanoTime);

  private final PerView<Query, CellList> lists = new PerView<>();

  @Override
  public void routes(Routes routes) {
    routes.page("/cells", Access.view(Kind.CELL, "*"), this::list);
    routes.page("/cells/" + NAME, Access.view(Kind.CELL, NAME), this::cell);
    new CellCommands(this).routes(routes);
    new MapForm().routes(routes);
    new OverridePages().routes(routes);
    new VersionPages().routes(routes);
  }

  /** The cell that a request's path names. */
  static CellRef ref(PageExchange exchange) {
    return new CellRef(exchange.path("node", NodeId::new), exchange.path("cell", CellId::new));
  }

  /** What is known of the fleet; an empty one if nothing is. */
  static FleetView fleet(PageExchange exchange) throws InterruptedException {
    return Objects.requireNonNullElseGet(
        exchange.known().view(), () -> new FleetView(null, List.of(), List.of()));
  }

  /** What stands above a cell's pages. */
  static CellHead head(PageExchange exchange) throws InterruptedException {
    CellRef ref = ref(exchange);
    return CellHead.of(ref, fleet(exchange).cell(ref).orElse(null));
  }

  private void list(PageExchange exchange) throws InterruptedException {
    FleetView fleet = fleet(exchange);
    Query query = Query.of(exchange, CellList.FILTERS);
    Drawn<CellList> view =
        lists.get(exchange.site().name(), fleet, query, () -> CellList.of(fleet, query));
    exchange.polling().renderDrawn("cell/list.jte", "Cells", view);
  }

  void cell(PageExchange exchange) throws InterruptedException {
    CellRef ref = ref(exchange);
    CellView known = fleet(exchange).cell(ref).orElse(null);
    Remembered.Seen<CellPage.Details> details =
        remembered.get(
            key(exchange, ref),
            stamp(known),
            () ->
                new CellPage.Details(
                    new Cells(exchange.fleet()).find(ref).orElse(null),
                    new FleetReader(exchange.fleet()).history(ref, TIMELINE)),
            PATIENCE);
    if (known == null && details.value() != null && gone(details.value())) {
      throw new Refusal.NotFound(
          "there is no cell "
              + ref
              + ": it was removed, or never made; the list has those there are");
    }
    exchange.polling().render("cell/cell.jte", ref.toString(), CellPage.of(ref, known, details));
  }

  private static boolean gone(CellPage.Details details) {
    return details.history().isEmpty() && details.cell() == null;
  }

  // Its history grows when its state changes.
  private static Object stamp(@Nullable CellView c) {
    return c == null
        ? List.of()
        : Arrays.asList(c.triggerId(), c.state(), c.changedAt(), c.onDrift());
  }

  /** It was just changed here. */
  void changed(PageExchange exchange, CellRef ref) {
    remembered.forget(key(exchange, ref));
  }

  private static String key(PageExchange exchange, CellRef ref) {
    return exchange.site().name() + " " + ref;
  }
}
