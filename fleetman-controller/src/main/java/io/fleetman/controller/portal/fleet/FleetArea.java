package io.fleetman.controller.portal.fleet;

import io.fleetman.controller.web.Access;
import io.fleetman.controller.web.Area;
import io.fleetman.controller.web.PageExchange;
import io.fleetman.controller.web.Routes;
import io.fleetman.document.FleetObject.Kind;

/** The fleet at a glance. */
public final class FleetArea implements Area {
  @Override
  public void routes(Routes routes) {
    routes.page("/fleet", Access.view(Kind.FLEET, "*"), FleetArea::fleet);
  }

  private static void fleet(PageExchange exchange) throws InterruptedException {
    FleetPage view = FleetPages.page(exchange.site().storage(), exchange.known());
    exchange.polling().render("fleet/fleet.jte", "Fleet", view);
  }
}
