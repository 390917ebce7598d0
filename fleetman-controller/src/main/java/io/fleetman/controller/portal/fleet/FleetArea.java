package io.fleetman.controller.portal.fleet;

import io.fleetman.controller.activity.Activity;
import io.fleetman.controller.activity.ActivityQuery;
import io.fleetman.controller.fleet.FleetView;
import io.fleetman.controller.portal.PerView;
import io.fleetman.controller.portal.Remembered;
import io.fleetman.controller.web.Access;
import io.fleetman.controller.web.Area;
import io.fleetman.controller.web.Drawn;
import io.fleetman.controller.web.PageExchange;
import io.fleetman.controller.web.Routes;
import io.fleetman.document.AuditDocument;
import io.fleetman.document.FleetObject.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The fleet at a glance. */
public final class FleetArea implements Area {
  private static final int RECENT = 8;
  // Beside the fleet's own figures nobody waits long for it.
  private static final Duration PATIENCE = Duration.ofMillis(500);

  private final Remembered<List<AuditDocument>> recent =
      new Remembered<>(20, Duration.ofSeconds(10), System::nanoTime);

  private final PerView<Optional<List<AuditDocument>>, FleetPage> pages = new PerView<>();

  @Override
  public void routes(Routes routes) {
    routes.page("/fleet", Access.view(Kind.FLEET, "*"), this::fleet);
  }

  private void fleet(PageExchange exchange) throws InterruptedException {
    var known = exchange.known();
    List<AuditDocument> changes =
        recent
            .get(
                exchange.site().name(),
                "",
                () ->
                    new Activity(exchange.fleet())
                        .page(new ActivityQuery(null, null, null), null, RECENT)
                        .changes(),
                PATIENCE)
            .value();
    var storage = exchange.site().storage();
    FleetView fleet = known.view();
    Drawn<FleetPage> view =
        fleet == null
            ? new Drawn<>(FleetPages.page(storage, null, changes))
            : pages.get(
                exchange.site().name(),
                fleet,
                Optional.ofNullable(changes),
                () -> FleetPages.page(storage, fleet, changes));
    exchange.polling().renderDrawn("fleet/fleet.jte", "Fleet", view);
  }
}
