package io.fleetman.controller.web;

import io.fleetman.controller.access.Credentials;
import io.fleetman.controller.access.Principal;
import io.fleetman.controller.access.SessionCookies;
import io.javalin.http.Context;
import io.javalin.http.Cookie;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The one place where a request becomes a principal: by an API token, by a session's cookie, or,
 * while there are no users, by coming from this very machine.
 */
final class Sessions {
  static final String COOKIE = "fleetman_session";
  static final Duration LIFETIME = Duration.ofHours(12);
  private static final String BEARER = "bearer ";
  private static final SessionCookies UNKNOWN = new SessionCookies(random());

  private final Roster roster;
  private final @Nullable SessionCookies cookies;
  private final InstantSource clock;
  private final String local;
  private final boolean loopback;

  /**
   * @param cookies null if there is no secret to sign them with: nobody can sign in
   * @param local who acts while there are no users
   * @param loopback whether nobody but this machine can reach the controller
   */
  Sessions(
      Roster roster,
      @Nullable SessionCookies cookies,
      InstantSource clock,
      String local,
      boolean loopback) {
    this.roster = roster;
    this.cookies = cookies;
    this.clock = clock;
    this.local = local;
    this.loopback = loopback;
  }

  /**
   * Who sent it.
   *
   * @throws io.fleetman.store.StoreException if it is not known who may sign in
   */
  Caller caller(Context ctx) {
    Roster.State state = roster.now();
    String authorization = ctx.header("Authorization");
    if (authorization != null && authorization.toLowerCase(Locale.ROOT).startsWith(BEARER)) {
      return credentials(state)
          .ofToken(authorization.substring(BEARER.length()).strip())
          .<Caller>map(Caller.Known::new)
          .orElseGet(() -> new Caller.Nobody("this API token is none, or expired, or was revoked"));
    }
    if (state.users().isEmpty() && loopback) {
      return Loopback.isAskedFor(ctx)
          ? new Caller.Known(new Principal.Local(local))
          : new Caller.Nobody(
              "there are no users yet, so the controller answers only to localhost and 127.0.0.1");
    }
    String cookie = ctx.cookie(COOKIE);
    if (cookie == null) {
      return new Caller.Nobody("sign in first, or send an API token as Authorization: Bearer");
    }
    return credentials(state)
        .ofSession(cookie, state.now(clock.instant()))
        .<Caller>map(Caller.Known::new)
        .orElseGet(() -> new Caller.Nobody("this session is over: sign in again"));
  }

  /**
   * The cookie for whoever knows the user's password. Takes as long for a user that does not exist.
   */
  Optional<String> cookie(String user, String password) {
    if (cookies == null) {
      return Optional.empty();
    }
    Roster.State state = roster.now();
    return credentials(state).signIn(user, password, state.now(clock.instant()), LIFETIME);
  }

  /** Whether there is anybody who can sign in, and a secret to let them. */
  boolean canSignIn() {
    return cookies != null && !roster.now().users().isEmpty();
  }

  /** Whether sessions can be signed. */
  boolean hasSecret() {
    return cookies != null;
  }

  /** Users or tokens were changed here. */
  void changed() {
    roster.changed();
  }

  static void keep(Context ctx, String value) {
    Cookie cookie = FormGuard.cookie(ctx, COOKIE, value);
    cookie.setMaxAge((int) LIFETIME.toSeconds());
    ctx.cookie(cookie);
  }

  static void end(Context ctx) {
    Cookie cookie = FormGuard.cookie(ctx, COOKIE, "");
    cookie.setMaxAge(0);
    ctx.cookie(cookie);
  }

  // Without a secret of its own the controller knows API tokens only: it signs no session.
  private Credentials credentials(Roster.State state) {
    return new Credentials(state, cookies == null ? UNKNOWN : cookies);
  }

  private static byte[] random() {
    byte[] secret = new byte[32];
    new SecureRandom().nextBytes(secret);
    return secret;
  }
}
