package io.fleetman.controller.web;

import io.fleetman.codec.Json;
import io.fleetman.controller.access.Permissions;
import io.fleetman.controller.access.Principal;
import io.fleetman.document.FleetObject;
import io.javalin.http.Context;
import io.javalin.http.Header;

/**
 * What happens to every request before and after its handler, in this order: bucket, principal,
 * CSRF, permission, a store that may be written to; then the handler; then the record of changes.
 */
final class Dispatcher {
  private final Sites sites;
  private final Sessions sessions;
  private final FormGuard guard;
  private final Pages pages;

  Dispatcher(Sites sites, Sessions sessions, FormGuard guard, Pages pages) {
    this.sites = sites;
    this.sessions = sessions;
    this.guard = guard;
    this.pages = pages;
  }

  void handle(Context ctx, Route route) {
    switch (route.handler()) {
      case Route.Handler.Page(var handler) -> page(ctx, route, handler);
      case Route.Handler.Resource(var handler) -> resource(ctx, route, handler);
    }
  }

  private void page(Context ctx, Route route, PageHandler handler) {
    try {
      Site site =
          route.path().startsWith(Routes.BUCKET + "/")
              ? sites.get(ctx.pathParam("bucket"))
              : sites.home();
      Principal principal = sessions.principal(ctx);
      if (route.changes()
          && (FormGuard.foreign(ctx) || !guard.holds(ctx, ctx.formParam(FormGuard.FIELD)))) {
        throw new NotAllowed(
            "this form was not sent by a page that this controller made for you, or that page is"
                + " too old: go back, load it again, and send it again");
      }
      PageExchange exchange = new PageExchange(ctx, route, site, principal, pages);
      allow(ctx, route, principal);
      run(exchange, site, route, () -> handler.answer(exchange));
    } catch (Exception e) {
      error(ctx, Failures.problem(e, route.method() + " " + ctx.path()));
    }
  }

  private void resource(Context ctx, Route route, ApiHandler handler) {
    try {
      String bucket = ctx.queryParam("bucket");
      Site site = bucket == null ? sites.home() : sites.get(bucket);
      Principal principal = sessions.principal(ctx);
      if (route.changes() && FormGuard.foreign(ctx)) {
        throw new NotAllowed("a page of another site asked for this");
      }
      ApiExchange exchange = new ApiExchange(ctx, route, site, principal);
      allow(ctx, route, principal);
      run(exchange, site, route, () -> handler.answer(exchange));
    } catch (Exception e) {
      answer(ctx, Failures.problem(e, route.method() + " " + ctx.path()));
    }
  }

  @FunctionalInterface
  private interface Work {
    void run() throws Exception;
  }

  private static void allow(Context ctx, Route route, Principal principal) {
    FleetObject object = route.access().object(ctx::pathParam);
    if (Permissions.check(principal, route.access().operation(), object)
        instanceof Permissions.Decision.Denied(var why)) {
      throw new NotAllowed(why);
    }
  }

  private static void run(Exchange exchange, Site site, Route route, Work work) throws Exception {
    if (!route.changes()) {
      work.run();
      return;
    }
    site.requireWritable();
    String failure = null;
    try {
      work.run();
    } catch (Exception e) {
      failure = String.valueOf(e.getMessage());
      throw e;
    } finally {
      exchange.recorded(failure);
    }
  }

  /** A page that says what went wrong. */
  void error(Context ctx, Problem problem) {
    ErrorView view = ErrorView.of(problem);
    PageExchange exchange =
        new PageExchange(ctx, ErrorView.ROUTE, sites.home(), sessions.principal(ctx), pages);
    try {
      exchange
          .status(io.javalin.http.HttpStatus.forStatus(problem.status()))
          .render("error.jte", view.title(), view);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The same for a program. */
  static void answer(Context ctx, Problem problem) {
    ctx.status(problem.status())
        .header(Header.CACHE_CONTROL, "no-store")
        .contentType("application/problem+json")
        .result(Json.write(problem));
  }
}
