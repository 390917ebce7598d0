package io.fleetman.controller.api;

import io.fleetman.codec.FieldException;
import io.fleetman.controller.access.NewToken;
import io.fleetman.controller.access.Principal;
import io.fleetman.controller.access.TokenInfo;
import io.fleetman.controller.access.Tokens;
import io.fleetman.controller.support.Refusal;
import io.fleetman.controller.web.Access;
import io.fleetman.controller.web.ApiExchange;
import io.fleetman.controller.web.Area;
import io.fleetman.controller.web.Routes;
import io.fleetman.document.Author;
import io.fleetman.document.FleetObject.Kind;
import io.fleetman.document.TokenDocument;
import io.fleetman.layout.UserId;
import java.time.Duration;
import java.util.Comparator;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/tokens}: API tokens; and {@code /api/v1/me}: who asks. */
public final class TokenResource implements Area {
  /** A token, without its secret. */
  record Token(
      String id,
      String name,
      UserId owner,
      String lastFour,
      String state,
      long secondsLeft,
      @Nullable Author revoked,
      Author author) {
    static Token of(TokenInfo info) {
      return of(info.token(), info.state(), info.left());
    }

    static Token of(TokenDocument t, TokenInfo.State state, Duration left) {
      return new Token(
          t.id(),
          t.name(),
          t.owner(),
          t.lastFour(),
          state.name().toLowerCase(Locale.ROOT),
          state == TokenInfo.State.GOOD ? Math.max(0, left.toSeconds()) : 0,
          t.revoked(),
          t.author());
    }
  }

  /** One that was just made, with its text, which is shown once. */
  record Made(String text, Token token) {}

  /** What makes one. */
  record Wanted(String name, Duration lifetime, @Nullable UserId owner, @Nullable String reason) {
    Wanted {
      ApiFields.need("name", name);
      ApiFields.need("lifetime", lifetime);
    }
  }

  /** Who asks. */
  record Me(String by, String as, @Nullable UserId user) {
    static Me of(Principal principal) {
      return switch (principal) {
        case Principal.User u -> new Me(u.by(), "user", u.user());
        case Principal.Token t -> new Me(t.by(), "token", t.owner());
        case Principal.Local l -> new Me(l.by(), "local", null);
      };
    }
  }

  @Override
  public void routes(Routes routes) {
    routes.describedIn("tokens");
    routes.get("/me", Access.view(Kind.USER, "*"), e -> e.ok(Me.of(e.principal())));
    routes.get("/tokens", Access.view(Kind.TOKEN, "*"), TokenResource::list);
    routes.post(
        "/tokens", Access.administer(Kind.TOKEN, "*"), "token create", TokenResource::create);
    routes.get("/tokens/{token}", Access.view(Kind.TOKEN, "{token}"), TokenResource::show);
    routes.delete(
        "/tokens/{token}",
        Access.administer(Kind.TOKEN, "{token}"),
        "token revoke",
        TokenResource::revoke);
  }

  private static void list(ApiExchange exchange) {
    exchange.list(
        new Tokens(exchange.fleet())
            .list().stream().sorted(Comparator.comparing(t -> t.token().id())).toList(),
        t -> t.token().id(),
        Token::of);
  }

  private static void create(ApiExchange exchange) {
    Wanted body = exchange.body(Wanted.class);
    exchange.because(body.reason());
    UserId owner = body.owner() == null ? Me.of(exchange.principal()).user() : body.owner();
    if (owner == null) {
      throw new FieldException("owner", "name the user in whose name the token acts", null);
    }
    NewToken made =
        new Tokens(exchange.fleet()).create(body.name(), owner, body.lifetime(), exchange.reason());
    exchange
        .secret()
        .created(
            "/tokens/" + made.token().id(),
            new Made(made.text(), Token.of(made.token(), TokenInfo.State.GOOD, body.lifetime())));
  }

  private static void show(ApiExchange exchange) {
    exchange.ok(Token.of(find(exchange)));
  }

  private static void revoke(ApiExchange exchange) {
    exchange.because(exchange.query("reason").orElse(null));
    var _ = new Tokens(exchange.fleet()).revoke(find(exchange).token().id(), exchange.reason());
    exchange.done();
  }

  private static TokenInfo find(ApiExchange exchange) {
    String id = exchange.path("token");
    if (id.matches("[0-9a-f]{1,62}")) {
      var found = new Tokens(exchange.fleet()).find(id);
      if (found.isPresent()) {
        return found.get();
      }
    }
    throw new Refusal.NotFound("there is no token " + id);
  }
}
