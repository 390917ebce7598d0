package io.fleetman.controller.api;

import io.fleetman.controller.manifest.Applied;
import io.fleetman.controller.manifest.ResourceProfiles;
import io.fleetman.controller.support.Refusal;
import io.fleetman.controller.support.Tag;
import io.fleetman.controller.web.Access;
import io.fleetman.controller.web.ApiExchange;
import io.fleetman.controller.web.Area;
import io.fleetman.controller.web.Routes;
import io.fleetman.document.FleetObject.Kind;
import io.fleetman.document.Limits;
import io.fleetman.document.ResourceProfileDocument;
import io.fleetman.store.ETag;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/resource-profiles}: limits under a name. */
public final class ResourceProfilesResource implements Area {
  private static final Access EDIT = Access.edit(Kind.RESOURCE_PROFILE, "{name}");

  /** The limits that are wanted. */
  record Wanted(@Nullable Limits limits, @Nullable String reason) {}

  @Override
  public void routes(Routes routes) {
    routes.describedIn("resource-profiles");
    routes.get(
        "/resource-profiles",
        Access.view(Kind.RESOURCE_PROFILE, "*"),
        ResourceProfilesResource::list);
    routes.get(
        "/resource-profiles/{name}",
        Access.view(Kind.RESOURCE_PROFILE, "{name}"),
        ResourceProfilesResource::get);
    routes.put("/resource-profiles/{name}", EDIT, "apply", ResourceProfilesResource::put);
    routes.delete(
        "/resource-profiles/{name}",
        EDIT,
        "resource-profile delete",
        ResourceProfilesResource::delete);
  }

  private static void list(ApiExchange exchange) {
    exchange.list(
        new ResourceProfiles(exchange.fleet())
            .list().stream().sorted(Comparator.comparing(ResourceProfileDocument::name)).toList(),
        ResourceProfileDocument::name,
        p -> p);
  }

  private static ResourceProfileDocument found(ApiExchange exchange) {
    String name = exchange.path("name");
    return new ResourceProfiles(exchange.fleet())
        .find(name)
        .orElseThrow(() -> new Refusal.NotFound("there is no resource profile " + name));
  }

  private static void get(ApiExchange exchange) {
    ResourceProfileDocument found = found(exchange);
    exchange.etag(new ETag(Tag.of(found))).ok(found);
  }

  private static void put(ApiExchange exchange) {
    String name = exchange.path("name");
    Wanted wanted = exchange.body(Wanted.class);
    exchange.because(wanted.reason());
    ResourceProfiles profiles = new ResourceProfiles(exchange.fleet());
    String old = profiles.find(name).map(Tag::of).orElse(null);
    exchange.match(old == null ? null : new ETag(old));
    boolean fresh = "*".equals(exchange.http().header("If-None-Match"));
    Applied applied =
        profiles.edit(
            name, Needed.of("limits", wanted.limits()), fresh ? null : old, exchange.reason());
    ResourceProfileDocument now = found(exchange);
    ApiExchange answer = exchange.etag(new ETag(Tag.of(now)));
    if (applied.change() == Applied.Change.CREATED) {
      answer.created("/resource-profiles/" + name, now);
    } else {
      answer.ok(now);
    }
  }

  private static void delete(ApiExchange exchange) {
    String now = Tag.of(found(exchange));
    exchange.match(new ETag(now));
    new ResourceProfiles(exchange.fleet())
        .delete(
            exchange.path("name"),
            exchange.http().header("If-Match") == null ? null : now,
            exchange.reason());
    exchange.done();
  }
}
