package io.fleetman.controller.portal.activity;

import io.fleetman.controller.activity.Activity;
import io.fleetman.controller.activity.ActivityPage;
import io.fleetman.controller.web.Access;
import io.fleetman.controller.web.Area;
import io.fleetman.controller.web.PageExchange;
import io.fleetman.controller.web.Routes;
import io.fleetman.document.FleetObject.Kind;

/** Who changed what, and when. */
public final class ActivityArea implements Area {
  private static final int SHOWN = 50;

  @Override
  public void routes(Routes routes) {
    routes.page("/activity", Access.view(Kind.ACTIVITY, "*"), ActivityArea::list);
  }

  private static void list(PageExchange exchange) throws InterruptedException {
    ActivityFilter filter = ActivityFilter.of(exchange);
    ActivityPage page =
        new Activity(exchange.fleet())
            .page(
                filter.query(exchange.site().clock().instant()),
                exchange.query("from").orElse(null),
                SHOWN);
    exchange.render("activity/list.jte", "Activity", ActivityList.of(filter, page));
  }
}
