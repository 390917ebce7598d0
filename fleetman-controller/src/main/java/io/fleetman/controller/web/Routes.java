package io.fleetman.controller.web;

import io.javalin.http.HandlerType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Collects the areas' routes. Pages of a bucket are under {@code /b/{bucket}}, resources under
 * {@code /api/v1} with the bucket as {@code ?bucket=NAME}.
 */
public final class Routes {
  static final String BUCKET = "/b/{bucket}";
  static final String API = "/api/v1";

  private final List<Route> routes = new ArrayList<>();
  private final List<String> openApi = new ArrayList<>();

  Routes() {}

  /** A page of a bucket. */
  public void page(String path, Access access, PageHandler handler) {
    add(HandlerType.GET, BUCKET + path, access, "", new Route.Handler.Page(handler));
  }

  /**
   * What a form of a bucket's page does; its CSRF token was checked.
   *
   * @param does the operation in the CLI's words, such as {@code user add}
   */
  public void form(String path, Access access, String does, PageHandler handler) {
    add(HandlerType.POST, BUCKET + path, access, does, new Route.Handler.Page(handler));
  }

  /** A page of the controller as a whole, such as somebody's own account. */
  public void ownPage(String path, Access access, PageHandler handler) {
    add(HandlerType.GET, path, access, "", new Route.Handler.Page(handler));
  }

  /** What a form of such a page does. */
  public void ownForm(String path, Access access, String does, PageHandler handler) {
    add(HandlerType.POST, path, access, does, new Route.Handler.Page(handler));
  }

  /** Reads a resource. */
  public void get(String path, Access access, ApiHandler handler) {
    add(HandlerType.GET, API + path, access, "", new Route.Handler.Resource(handler, false));
  }

  /** Creates a resource, or has something done; {@code Idempotency-Key} is seen to. */
  public void post(String path, Access access, String does, ApiHandler handler) {
    add(HandlerType.POST, API + path, access, does, new Route.Handler.Resource(handler, false));
  }

  /** The same, with a body of any size. */
  public void upload(String path, Access access, String does, ApiHandler handler) {
    add(HandlerType.POST, API + path, access, does, new Route.Handler.Resource(handler, true));
  }

  /** Replaces a resource. */
  public void put(String path, Access access, String does, ApiHandler handler) {
    add(HandlerType.PUT, API + path, access, does, new Route.Handler.Resource(handler, false));
  }

  /** Changes some fields of a resource. */
  public void patch(String path, Access access, String does, ApiHandler handler) {
    add(HandlerType.PATCH, API + path, access, does, new Route.Handler.Resource(handler, false));
  }

  /** Takes a resource away. */
  public void delete(String path, Access access, String does, ApiHandler handler) {
    add(HandlerType.DELETE, API + path, access, does, new Route.Handler.Resource(handler, false));
  }

  /** Where the area's operations are described: {@code openapi/<name>.yaml}. */
  public void describedIn(String name) {
    openApi.add(name);
  }

  List<Route> all() {
    return List.copyOf(routes);
  }

  /** The methods that an address takes; none if nothing is there. */
  List<String> methods(String path) {
    return routes.stream()
        .filter(r -> r.answers(path))
        .flatMap(
            r ->
                r.method().equals(HandlerType.GET)
                    ? Stream.of("GET", "HEAD")
                    : Stream.of(r.method().name()))
        .distinct()
        .sorted()
        .toList();
  }

  List<String> openApi() {
    return List.copyOf(openApi);
  }

  private void add(
      HandlerType method, String path, Access access, String does, Route.Handler handler) {
    if (!method.equals(HandlerType.GET) && does.isEmpty()) {
      throw new IllegalArgumentException(method + " " + path + " does not say what it does");
    }
    routes.add(new Route(method, path, access, does, handler));
  }
}
