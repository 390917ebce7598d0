package io.fleetman.controller.portal.account;

import io.fleetman.codec.Durations;
import io.fleetman.controller.access.NewToken;
import io.fleetman.controller.access.Principal;
import io.fleetman.controller.access.TokenInfo;
import io.fleetman.controller.access.Tokens;
import io.fleetman.controller.access.Users;
import io.fleetman.controller.console.Human;
import io.fleetman.controller.support.Refusal;
import io.fleetman.controller.web.Access;
import io.fleetman.controller.web.Area;
import io.fleetman.controller.web.Form;
import io.fleetman.controller.web.PageExchange;
import io.fleetman.controller.web.Routes;
import io.fleetman.controller.web.Toast;
import io.fleetman.controller.web.Tone;
import io.fleetman.controller.web.Word;
import io.fleetman.document.FleetObject.Kind;
import io.fleetman.layout.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One's own account: the password, and the API tokens that act in one's name. */
public final class AccountArea implements Area {
  /**
   * What the page shows.
   *
   * @param user whose account it is
   * @param tokens theirs, newest first
   * @param password the form for another one
   * @param token the form for one more token
   * @param fresh a token that was just made, which nobody can show again; null if none was
   */
  public record View(
      String user, List<Row> tokens, Form password, Form token, @Nullable String fresh) {}

  /**
   * While there are no users.
   *
   * @param by as whom changes are recorded
   * @param possible whether users could sign in here
   */
  public record Nobody(String by, boolean possible) {}

  /**
   * A token.
   *
   * @param id its public part
   * @param name what it is for
   * @param ends its secret's last characters
   * @param state what it is worth
   * @param left how long it is good for still
   * @param made when
   * @param good whether it can be revoked
   */
  public record Row(
      String id, String name, String ends, Word state, String left, Instant made, boolean good) {}

  @Override
  public void routes(Routes routes) {
    routes.ownPage("/account", Access.view(Kind.USER, "*"), AccountArea::show);
    routes.ownForm(
        "/account/password", Access.edit(Kind.USER, "*"), "user passwd", AccountArea::password);
    routes.ownForm(
        "/account/tokens", Access.administer(Kind.TOKEN, "*"), "token create", AccountArea::create);
    routes.ownForm(
        "/account/tokens/{token}/revoke",
        Access.administer(Kind.TOKEN, "{token}"),
        "token revoke",
        AccountArea::revoke);
  }

  private static void show(PageExchange exchange) throws InterruptedException {
    if (exchange.principal() instanceof Principal.Local local) {
      exchange.render(
          "account/nobody.jte", "Account", new Nobody(local.by(), exchange.signsSessions()));
    } else {
      show(exchange, Form.empty(), Form.empty(), null);
    }
  }

  private static void show(PageExchange exchange, Form password, Form token, @Nullable String fresh)
      throws InterruptedException {
    UserId user = user(exchange);
    List<Row> rows =
        new Tokens(exchange.fleet())
            .list().stream()
                .filter(t -> t.token().owner().equals(user))
                .map(AccountArea::row)
                .toList();
    exchange.render(
        "account/account.jte", "Account", new View(user.toString(), rows, password, token, fresh));
  }

  private static Row row(TokenInfo info) {
    TokenInfo.State state = info.state();
    return new Row(
        info.token().id(),
        info.token().name(),
        info.token().lastFour(),
        switch (state) {
          case GOOD -> new Word("Good", Tone.GOOD);
          case EXPIRED -> new Word("Expired", Tone.QUIET);
          case REVOKED -> new Word("Revoked", Tone.QUIET);
        },
        state == TokenInfo.State.GOOD ? Human.span(info.left()) : "–",
        info.token().author().at(),
        state == TokenInfo.State.GOOD);
  }

  private static void password(PageExchange exchange) throws InterruptedException {
    Form form = exchange.form();
    UserId user = user(exchange);
    Users users = new Users(exchange.fleet());
    if (!users.has(user, form.raw("current"))) {
      form.refuse("current", "this is not your present password");
    } else {
      try {
        var _ = users.changePassword(user, form.raw("password"), null);
      } catch (Refusal.Invalid e) {
        form.refuse("password", String.join("\n", e.problems()));
      }
    }
    if (form.ok()) {
      exchange.redirectOwn("/sign-in", Toast.done("Your password is another one."));
    } else {
      show(exchange.invalid(), form, Form.empty(), null);
    }
  }

  private static void create(PageExchange exchange) throws InterruptedException {
    Form form = exchange.form();
    Duration lifetime = form.read("lifetime", Durations::parse);
    if (lifetime != null) {
      try {
        NewToken made =
            new Tokens(exchange.fleet())
                .create(form.text("name"), user(exchange), lifetime, exchange.reason());
        show(exchange, Form.empty(), Form.empty(), made.text());
        return;
      } catch (Refusal e) {
        form.refuse("name", String.join("\n", e.problems()));
      }
    }
    show(exchange.invalid(), Form.empty(), form, null);
  }

  private static void revoke(PageExchange exchange) {
    String id = exchange.path("token");
    Tokens tokens = new Tokens(exchange.fleet());
    if (tokens.find(id).filter(t -> t.token().owner().equals(user(exchange))).isEmpty()) {
      throw new Refusal.NotFound("you have no token " + id);
    }
    var _ = tokens.revoke(id, exchange.form().text("reason"));
    exchange.redirectOwn("/account", Toast.done("The token is worth nothing any more."));
  }

  private static UserId user(PageExchange exchange) {
    return switch (exchange.principal()) {
      case Principal.User(var user) -> user;
      case Principal.Token token -> token.owner();
      case Principal.Local _ ->
          throw new Refusal.NotFound(
              "there are no users yet, so there is no account: add the first one at Users");
    };
  }
}
