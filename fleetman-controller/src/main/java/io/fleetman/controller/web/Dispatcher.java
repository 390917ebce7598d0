package io.fleetman.controller.web;

import io.fleetman.codec.Json;
import io.fleetman.controller.access.Permissions;
import io.fleetman.controller.access.Principal;
import io.fleetman.document.FleetObject;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.Header;
import io.javalin.http.HttpStatus;
import java.util.List;

/**
 * What happens to every request before and after its handler, in this order: principal, bucket,
 * CSRF, permission, a store that may be written to, a request that was sent before; then the
 * handler; then the record of changes.
 */
final class Dispatcher {
  private static final String FOREIGN = "a page of another site asked for this";
  private static final String EXPLAINED = "fleetman-explained";
  private static final String OLD =
      "this form was not sent by a page that this controller made for you, or that page is too"
          + " old: go back, load it again, and send it again";

  private final Sites sites;
  private final Sessions sessions;
  private final FormGuard guard;
  private final Pages pages;
  private final Routes routes;

  Dispatcher(Sites sites, Sessions sessions, FormGuard guard, Pages pages, Routes routes) {
    this.routes = routes;
    this.sites = sites;
    this.sessions = sessions;
    this.guard = guard;
    this.pages = pages;
  }

  void handle(Context ctx, Route route) {
    switch (route.handler()) {
      case Route.Handler.Page(var handler) -> page(ctx, route, handler);
      case Route.Handler.Resource(var handler, var _) -> resource(ctx, route, handler);
    }
  }

  private void page(Context ctx, Route route, PageHandler handler) {
    try {
      if (!(sessions.caller(ctx) instanceof Caller.Known(var principal))) {
        mustSignIn(ctx);
        return;
      }
      Site site =
          route.path().startsWith(Routes.BUCKET + "/")
              ? sites.get(ctx.pathParam("bucket"))
              : sites.home();
      if (route.changes() && (FormGuard.foreign(ctx) || !holdsToken(ctx))) {
        throw new NotAllowed(OLD);
      }
      PageExchange exchange = new PageExchange(ctx, route, site, principal, pages);
      allow(ctx, route, principal);
      run(exchange, site, route, () -> handler.answer(exchange));
    } catch (Exception e) {
      error(ctx, Failures.problem(e, route.method() + " " + ctx.path()));
    }
  }

  // A form's field, or a script's header: an upload's body is not a form's.
  private boolean holdsToken(Context ctx) {
    String header = ctx.header(FormGuard.HEADER);
    return guard.holds(ctx, header == null ? ctx.formParam(FormGuard.FIELD) : header);
  }

  private void resource(Context ctx, Route route, ApiHandler handler) {
    try {
      Principal principal = principal(ctx, route);
      if (ctx.queryParams("bucket").size() > 1) {
        throw ProblemException.invalid("bucket", "it is there twice: send it once");
      }
      String bucket = ctx.queryParam("bucket");
      Site site = bucket == null ? sites.home() : sites.get(bucket);
      ApiExchange exchange = new ApiExchange(ctx, route, sites, site, principal);
      allow(ctx, route, principal);
      refuseEncoded(ctx);
      String key = ctx.header(Idempotency.HEADER);
      run(
          exchange,
          site,
          route,
          route.method().equals(HandlerType.POST) && key != null
              ? () -> new Idempotency(site, principal).once(key, exchange, handler)
              : () -> handler.answer(exchange));
    } catch (Exception e) {
      answer(ctx, Failures.problem(e, route.method() + " " + ctx.path()));
    }
  }

  // A body is taken as it is; one that is packed would be stored, or read, as something else.
  private static void refuseEncoded(Context ctx) {
    String encoding = ctx.header(Header.CONTENT_ENCODING);
    if (encoding != null && !encoding.isBlank() && !encoding.equalsIgnoreCase("identity")) {
      throw new ProblemException(
          Problem.of(
              "http",
              "The request was refused",
              415,
              "Content-Encoding: send the body as it is, not as " + encoding));
    }
  }

  private Principal principal(Context ctx, Route route) {
    Principal principal =
        switch (sessions.caller(ctx)) {
          case Caller.Known known -> known.principal();
          case Caller.Nobody nobody -> {
            ctx.header(Header.WWW_AUTHENTICATE, "Bearer");
            throw new ProblemException(
                Problem.of("sign-in", "It is not known who asks", 401, nobody.why()));
          }
        };
    // Browsers send cookies, and may be this very machine's, whoever made the page; nobody sends an
    // API token by accident.
    if (route.changes() && !(principal instanceof Principal.Token)) {
      if (FormGuard.foreign(ctx)) {
        throw new NotAllowed(FOREIGN);
      }
      if (principal instanceof Principal.User && !guard.holds(ctx, ctx.header(FormGuard.HEADER))) {
        throw new NotAllowed(
            "a change by a session's cookie needs the header "
                + FormGuard.HEADER
                + " with the page's form-token: programs send an API token instead");
      }
    }
    return principal;
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

  private void run(Exchange exchange, Site site, Route route, Work work) throws Exception {
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
      if (exchange.recorded(failure)) {
        sessions.changed();
      }
    }
  }

  private static void mustSignIn(Context ctx) {
    if (ctx.queryParam(Frame.PART) != null) {
      ctx.status(HttpStatus.UNAUTHORIZED);
    } else if (ctx.method().equals(HandlerType.GET)) {
      SignIn.lead(ctx);
    } else {
      ctx.redirect("/sign-in", HttpStatus.SEE_OTHER);
    }
  }

  /** What is not there; called for every 404, also for those that have been explained already. */
  void nothing(Context ctx) {
    if (Boolean.TRUE.equals(ctx.attribute(EXPLAINED))) {
      return;
    }
    List<String> methods = routes.methods(ctx.path());
    if (!methods.isEmpty()) {
      ctx.header(Header.ALLOW, String.join(", ", methods) + ", OPTIONS");
    }
    if (ctx.method().equals(HandlerType.OPTIONS) && !methods.isEmpty()) {
      ctx.attribute(EXPLAINED, true);
      ctx.status(HttpStatus.NO_CONTENT);
      return;
    }
    Problem problem =
        methods.isEmpty()
            ? Problem.of(
                "not-found",
                "There is no such page",
                404,
                "nothing is at "
                    + ctx.path()
                    + ": the address may be mistyped, or of another version")
            : Problem.of(
                "http",
                "The request was refused",
                405,
                ctx.path() + " does not take " + ctx.method() + ": " + String.join(", ", methods));
    if (ctx.path().startsWith("/api/")) {
      answer(ctx, problem);
    } else {
      error(ctx, problem);
    }
  }

  /** What went wrong before there was a route. */
  void failed(Context ctx, Exception e) {
    Problem problem = Failures.problem(e, ctx.method() + " " + ctx.path());
    if (ctx.path().startsWith("/api/")) {
      answer(ctx, problem);
    } else {
      error(ctx, problem);
    }
  }

  private void error(Context ctx, Problem problem) {
    ErrorView view = ErrorView.of(problem, ctx.method());
    ctx.attribute(EXPLAINED, true);
    ctx.status(problem.status());
    try {
      if (sessions.caller(ctx) instanceof Caller.Known(var principal)) {
        new PageExchange(ctx, ErrorView.ROUTE, site(ctx), principal, pages)
            .status(HttpStatus.forStatus(problem.status()))
            .render("error.jte", view.title(), view);
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      Failures.log(ctx.method() + " " + ctx.path(), e); // the plain page needs nothing of the store
    }
    pages.bare(ctx, "bare-error.jte", view);
  }

  private Site site(Context ctx) {
    String[] parts = ctx.path().split("/", 4);
    return parts.length > 2 && parts[1].equals("b") && sites.names().contains(parts[2])
        ? sites.get(parts[2])
        : sites.home();
  }

  private static void answer(Context ctx, Problem problem) {
    ctx.attribute(EXPLAINED, true);
    ctx.status(problem.status())
        .header(Header.CACHE_CONTROL, "no-store")
        .contentType("application/problem+json")
        .result(Json.write(problem));
  }
}
