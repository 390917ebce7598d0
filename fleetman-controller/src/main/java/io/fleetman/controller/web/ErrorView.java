package io.fleetman.controller.web;

import io.fleetman.document.FleetObject;
import io.javalin.http.HandlerType;
import java.util.Locale;

/**
 * A page for what went wrong.
 *
 * @param status of HTTP
 * @param title in a few words
 * @param detail what went wrong, and what to do
 * @param icon that goes with it
 * @param store whether it is the store's doing, which may pass
 * @param again whether the same address can be asked for again
 */
public record ErrorView(
    int status, String title, String detail, String icon, boolean store, boolean again) {
  static final Route ROUTE =
      new Route(
          HandlerType.GET,
          "",
          Access.view(FleetObject.Kind.FLEET, "*"),
          "",
          new Route.Handler.Page(exchange -> {}));

  static ErrorView of(Problem problem, HandlerType method) {
    boolean store = problem.status() == 502 || problem.status() == 503;
    String icon =
        switch (problem.status()) {
          case 403 -> "lock";
          case 404 -> "map-question";
          case 502, 503 -> "database-off";
          default -> "alert-triangle";
        };
    return new ErrorView(
        problem.status(),
        problem.title(),
        sentence(problem.detail()),
        icon,
        store,
        method.equals(HandlerType.GET) && problem.status() >= 500);
  }

  // On a page of its own it stands as a sentence does.
  private static String sentence(String detail) {
    return detail.isEmpty()
        ? ""
        : detail.substring(0, 1).toUpperCase(Locale.ROOT) + detail.substring(1);
  }
}
