package io.fleetman.controller.portal.account;

import io.fleetman.controller.access.Users;
import io.fleetman.controller.support.Refusal;
import io.fleetman.controller.support.Tag;
import io.fleetman.controller.web.Access;
import io.fleetman.controller.web.Area;
import io.fleetman.controller.web.Form;
import io.fleetman.controller.web.Overtaken;
import io.fleetman.controller.web.PageExchange;
import io.fleetman.controller.web.Routes;
import io.fleetman.controller.web.Toast;
import io.fleetman.controller.web.Words;
import io.fleetman.document.Author;
import io.fleetman.document.FleetObject.Kind;
import io.fleetman.document.UserDocument;
import io.fleetman.layout.UserId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Those who may sign in: the users of the controller's first bucket. */
public final class UsersArea implements Area {
  /**
   * What the page shows.
   *
   * @param users by name
   * @param adds the form for one more
   * @param changes whose password the form below theirs is for; empty: nobody's
   * @param change that form
   * @param possible false if this controller cannot sign sessions, so that nobody could sign in
   */
  public record View(List<Row> users, Form adds, String changes, Form change, boolean possible) {}

  /**
   * A user.
   *
   * @param name theirs
   * @param author who changed them last; null if it was done by hand
   * @param tag of this state of them
   */
  public record Row(String name, @Nullable Author author, String tag) {
    static Row of(UserDocument user) {
      return new Row(user.user().toString(), user.author(), Tag.of(user));
    }

    /** This state in words: what changed last is all that a user has to show. */
    public String words() {
      return author == null
          ? "changed by hand"
          : "changed " + Words.exact(author.at()) + " by " + author.by();
    }
  }

  @Override
  public void routes(Routes routes) {
    routes.ownPage(
        "/users", Access.view(Kind.USER, "*"), e -> show(e, Form.empty(), "", Form.empty()));
    routes.ownForm("/users", Access.administer(Kind.USER, "*"), "user add", UsersArea::add);
    routes.ownForm(
        "/users/{user}/password",
        Access.administer(Kind.USER, "{user}"),
        "user passwd",
        UsersArea::password);
    routes.ownForm(
        "/users/{user}/remove",
        Access.administer(Kind.USER, "{user}"),
        "user remove",
        UsersArea::remove);
  }

  private static void show(PageExchange exchange, Form adds, String changes, Form change)
      throws InterruptedException {
    List<Row> rows = new Users(exchange.fleet()).list().stream().map(Row::of).toList();
    exchange.render(
        "account/users.jte",
        "Users",
        new View(rows, adds, changes, change, exchange.signsSessions()));
  }

  private static void add(PageExchange exchange) throws InterruptedException {
    Form form = exchange.form();
    UserId name = form.read("name", UserId::new);
    if (!exchange.signsSessions()) {
      form.refuse(
          "", "this controller has no session secret, so nobody could sign in any more: set one");
    }
    if (name != null && form.ok()) {
      try {
        var _ = new Users(exchange.fleet()).add(name, form.raw("password"), exchange.reason());
      } catch (Refusal e) {
        form.refuse("password", String.join("\n", e.problems()));
      }
    }
    if (form.ok()) {
      exchange.redirectOwn("/users", Toast.done(name + " may sign in."));
    } else {
      show(exchange.invalid(), form, "", Form.empty());
    }
  }

  private static void password(PageExchange exchange) throws InterruptedException {
    Form form = exchange.form();
    UserId user = exchange.path("user", UserId::new);
    try {
      var _ = asSeen(exchange).changePassword(user, form.raw("password"), exchange.reason());
    } catch (Refusal.Invalid e) {
      form.refuse("password", String.join("\n", e.problems()));
      show(exchange.invalid(), Form.empty(), user.toString(), form);
      return;
    } catch (Refusal.Conflict e) {
      overtaken(exchange, user);
      return;
    }
    exchange.redirectOwn("/users", Toast.done(user + " has a new password; their sessions ended."));
  }

  private static void remove(PageExchange exchange) throws InterruptedException {
    UserId user = exchange.path("user", UserId::new);
    exchange.form().agreed(user.toString());
    try {
      var _ = asSeen(exchange).remove(user, exchange.reason());
    } catch (Refusal.Conflict e) {
      overtaken(exchange, user);
      return;
    }
    exchange.redirectOwn(
        "/users", Toast.done(user + " is out; their sessions and API tokens ended."));
  }

  private static Users asSeen(PageExchange exchange) {
    String tag = exchange.form().text("seen");
    return new Users(exchange.fleet()).seen(tag.isEmpty() ? null : tag);
  }

  private static void overtaken(PageExchange exchange, UserId user) throws InterruptedException {
    String now =
        new Users(exchange.fleet())
            .find(user)
            .map(u -> Row.of(u).words())
            .orElse("they are not there any more");
    show(
        exchange.overtaken(
            List.of(new Overtaken("User " + user, exchange.form().text("saw"), now))),
        Form.empty(),
        "",
        Form.empty());
  }
}
