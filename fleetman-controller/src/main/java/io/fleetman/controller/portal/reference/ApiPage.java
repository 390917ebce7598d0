package io.fleetman.controller.portal.reference;

import io.fleetman.controller.web.Access;
import io.fleetman.controller.web.Area;
import io.fleetman.controller.web.Routes;
import io.fleetman.document.FleetObject.Kind;

/** The REST API, to be read and tried. */
public final class ApiPage implements Area {
  @Override
  public void routes(Routes routes) {
    routes.ownPage(
        "/api", Access.view(Kind.FLEET, "*"), e -> e.render("reference/api.jte", "API", "api"));
  }
}
