package io.fleetman.controller.web;

import io.fleetman.controller.console.Human;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The page at which users sign in: the one that nobody has to be signed in for. */
public final class SignIn {
  // A password's hash takes 19 MiB while it is computed.
  private static final int AT_ONCE = 4;
  private static final Pattern OWN = Pattern.compile("/(?![/\\\\])[!-~]*");

  private final Sessions sessions;
  private final FormGuard guard;
  private final Pages pages;
  private final Throttle throttle;
  private final Semaphore room = new Semaphore(AT_ONCE);

  /**
   * What the page shows.
   *
   * @param name as it was typed
   * @param next where to go then, an address of this controller
   * @param problem why it did not work; null if it was not tried
   * @param possible false if this controller cannot sign sessions
   */
  public record View(String name, String next, @Nullable String problem, boolean possible) {}

  SignIn(Sessions sessions, FormGuard guard, Pages pages, Throttle throttle) {
    this.sessions = sessions;
    this.guard = guard;
    this.pages = pages;
    this.throttle = throttle;
  }

  /** Leads a browser here, and later back to where it wanted to go. */
  static void lead(Context ctx) {
    String query = ctx.queryString();
    String next = ctx.path() + (query == null ? "" : "?" + query);
    ctx.redirect("/sign-in?next=" + Frame.encoded(next), HttpStatus.SEE_OTHER);
  }

  void show(Context ctx) {
    answer(ctx, HttpStatus.OK, "", next(ctx.queryParam("next")), null);
  }

  void send(Context ctx) throws InterruptedException {
    String name = Objects.requireNonNullElse(ctx.formParam("name"), "").strip();
    String password = Objects.requireNonNullElse(ctx.formParam("password"), "");
    String next = next(ctx.formParam("next"));
    if (FormGuard.foreign(ctx) || !guard.holds(ctx, ctx.formParam(FormGuard.FIELD))) {
      answer(ctx, HttpStatus.FORBIDDEN, name, next, "That page was too old: try once more.");
      return;
    }
    Duration wait = throttle.attempt(name, ctx.ip());
    if (!wait.isZero()) {
      ctx.header("Retry-After", Long.toString(wait.toSeconds() + 1));
      answer(
          ctx,
          HttpStatus.TOO_MANY_REQUESTS,
          name,
          next,
          "Too many attempts failed: try again in " + Human.span(wait.plusSeconds(1)) + ".");
      return;
    }
    Optional<String> cookie = cookie(name, password);
    if (cookie.isEmpty()) {
      answer(ctx, HttpStatus.UNPROCESSABLE_CONTENT, name, next, "Name or password is wrong.");
      return;
    }
    throttle.succeeded(name, ctx.ip());
    Sessions.keep(ctx, cookie.get());
    ctx.redirect(next, HttpStatus.SEE_OTHER);
  }

  private Optional<String> cookie(String name, String password) throws InterruptedException {
    room.acquire();
    try {
      return sessions.cookie(name, password);
    } finally {
      room.release();
    }
  }

  void end(Context ctx) {
    if (!FormGuard.foreign(ctx) && guard.holds(ctx, ctx.formParam(FormGuard.FIELD))) {
      Sessions.end(ctx);
    }
    ctx.redirect("/sign-in", HttpStatus.SEE_OTHER);
  }

  // Only this controller's own addresses, so that nobody is led elsewhere by a link to this page.
  private static String next(@Nullable String wanted) {
    return wanted != null && OWN.matcher(wanted).matches() ? wanted : "/";
  }

  private void answer(
      Context ctx, HttpStatus status, String name, String next, @Nullable String problem) {
    ctx.status(status);
    pages.signIn(ctx, new View(name, next, problem, sessions.hasSecret()));
  }
}
