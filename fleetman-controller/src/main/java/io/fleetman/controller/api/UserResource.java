package io.fleetman.controller.api;

import io.fleetman.controller.access.Users;
import io.fleetman.controller.support.Refusal;
import io.fleetman.controller.support.Tag;
import io.fleetman.controller.web.Access;
import io.fleetman.controller.web.ApiExchange;
import io.fleetman.controller.web.Area;
import io.fleetman.controller.web.Routes;
import io.fleetman.document.Author;
import io.fleetman.document.FleetObject.Kind;
import io.fleetman.document.UserDocument;
import io.fleetman.layout.Keys;
import io.fleetman.layout.UserId;
import io.fleetman.store.Read;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/users}: those who may sign in. */
public final class UserResource implements Area {
  /** A user, without anything that helps to become them. */
  record User(UserId name, Author author) {
    static User of(UserDocument document) {
      return new User(document.user(), document.author());
    }
  }

  /** What makes one. */
  record NewUser(UserId name, String password, @Nullable String reason) {
    NewUser {
      ApiFields.need("name", name);
      ApiFields.need("password", password);
    }
  }

  /** What changes one. */
  record NewPassword(String password, @Nullable String reason) {
    NewPassword {
      ApiFields.need("password", password);
    }
  }

  @Override
  public void routes(Routes routes) {
    routes.describedIn("users");
    routes.get(
        "/users",
        Access.view(Kind.USER, "*"),
        e -> e.list(new Users(e.fleet()).list(), u -> u.user().toString(), User::of));
    routes.post("/users", Access.administer(Kind.USER, "*"), "user add", UserResource::add);
    routes.get("/users/{user}", Access.view(Kind.USER, "{user}"), UserResource::show);
    routes.put(
        "/users/{user}/password",
        Access.administer(Kind.USER, "{user}"),
        "user passwd",
        UserResource::password);
    routes.delete(
        "/users/{user}",
        Access.administer(Kind.USER, "{user}"),
        "user remove",
        UserResource::remove);
  }

  private static void add(ApiExchange exchange) {
    NewUser body = exchange.body(NewUser.class);
    exchange.because(body.reason());
    UserDocument user =
        new Users(exchange.fleet()).add(body.name(), body.password(), exchange.reason());
    exchange.created("/users/" + user.user(), User.of(user));
  }

  private static void show(ApiExchange exchange) {
    Read.Found<UserDocument> user = find(exchange);
    exchange.etag(user.etag()).ok(User.of(user.value()));
  }

  private static void password(ApiExchange exchange) {
    NewPassword body = exchange.body(NewPassword.class);
    exchange.because(body.reason());
    Read.Found<UserDocument> user = find(exchange);
    exchange.match(user.etag());
    var _ =
        new Users(exchange.fleet())
            .seen(Tag.of(user.value()))
            .changePassword(user.value().user(), body.password(), exchange.reason());
    exchange.done();
  }

  private static void remove(ApiExchange exchange) {
    exchange.because(exchange.query("reason").orElse(null));
    Read.Found<UserDocument> user = find(exchange);
    exchange.match(user.etag());
    var _ =
        new Users(exchange.fleet())
            .seen(Tag.of(user.value()))
            .remove(user.value().user(), exchange.reason());
    exchange.done();
  }

  private static Read.Found<UserDocument> find(ApiExchange exchange) {
    UserId name = exchange.path("user", UserId::new);
    if (exchange.fleet().documents().read(Keys.user(name), UserDocument.class)
            instanceof Read.Found<UserDocument> found
        && !found.value().removed()) {
      return found;
    }
    throw new Refusal.NotFound("there is no user " + name);
  }
}
