package io.fleetman.controller.api;

import io.fleetman.controller.activity.Activity;
import io.fleetman.controller.activity.ActivityPage;
import io.fleetman.controller.activity.ActivityQuery;
import io.fleetman.controller.web.Access;
import io.fleetman.controller.web.ApiExchange;
import io.fleetman.controller.web.Area;
import io.fleetman.controller.web.ProblemException;
import io.fleetman.controller.web.Routes;
import io.fleetman.document.FleetObject.Kind;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/** {@code /api/v1/activity}. */
public final class ActivityResource implements Area {
  @Override
  public void routes(Routes routes) {
    routes.describedIn("activity");
    routes.get("/activity", Access.view(Kind.ACTIVITY, "*"), ActivityResource::list);
  }

  private static void list(ApiExchange exchange) {
    ActivityQuery query =
        new ActivityQuery(
            exchange.query("since").map(ActivityResource::time).orElse(null),
            exchange.query("by").orElse(null),
            exchange.query("object").orElse(null));
    ActivityPage page =
        new Activity(exchange.fleet()).page(query, exchange.cursor(), exchange.limit());
    exchange.list(page.changes(), page.next());
  }

  private static Instant time(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw ProblemException.invalid("since", "write a time such as 2026-11-21T08:00:00Z");
    }
  }
}
