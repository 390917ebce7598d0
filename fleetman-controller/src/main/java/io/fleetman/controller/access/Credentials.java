package io.fleetman.controller.access;

import io.fleetman.document.UserDocument;
import io.fleetman.layout.InvalidNameException;
import io.fleetman.layout.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The one place where a credential becomes a principal. Every refusal is the same empty answer: who
 * guesses learns nothing from it.
 */
public final class Credentials {
  private final Lookup lookup;
  private final SessionCookies cookies;

  /** How users and tokens are looked up: in the store, or in what is known of it. */
  public interface Lookup {
    /** A user who was not removed. */
    Optional<UserDocument> user(UserId user);

    /** A token by its public part. */
    Optional<TokenInfo> token(String id);

    /** Straight in the store: one GET each. */
    static Lookup in(Users users, Tokens tokens) {
      return new Lookup() {
        @Override
        public Optional<UserDocument> user(UserId user) {
          return users.find(user);
        }

        @Override
        public Optional<TokenInfo> token(String id) {
          return tokens.find(id);
        }
      };
    }
  }

  /** With these users and tokens, and this secret. */
  public Credentials(Lookup lookup, SessionCookies cookies) {
    this.lookup = lookup;
    this.cookies = cookies;
  }

  /**
   * The cookie for somebody who gave the right password. Takes as long for a user that does not
   * exist.
   */
  public Optional<String> signIn(String user, String password, Instant now, Duration lifetime) {
    Optional<UserDocument> known = named(user).flatMap(lookup::user);
    boolean right =
        known
            .map(u -> Passwords.matches(password, u.passwordHash()))
            .orElseGet(() -> Passwords.matchesNobody(password));
    return right
        ? known.map(
            u ->
                cookies.write(
                    new SessionCookies.Session(
                        u.user(), now, now.plus(lifetime), u.sessionEpoch())))
        : Optional.empty();
  }

  /** Who shows this cookie; nobody once the password was changed or the user removed. */
  public Optional<Principal> ofSession(String cookie, Instant now) {
    return cookies
        .read(cookie, now)
        .flatMap(
            session ->
                lookup
                    .user(session.user())
                    .filter(u -> u.sessionEpoch().equals(session.epoch()))
                    .map(u -> new Principal.User(u.user())));
  }

  /** Who shows this API token. */
  public Optional<Principal> ofToken(String text) {
    return TokenText.parse(text)
        .flatMap(
            shown ->
                lookup
                    .token(shown.id())
                    .filter(t -> shown.has(t.token().sha256()))
                    .filter(t -> t.state() == TokenInfo.State.GOOD)
                    .filter(
                        t ->
                            lookup
                                .user(t.token().owner())
                                .filter(u -> u.uid().equals(t.token().ownerUid()))
                                .isPresent())
                    .map(
                        t ->
                            new Principal.Token(
                                t.token().owner(), t.token().id(), t.token().name())));
  }

  private static Optional<UserId> named(String user) {
    try {
      return Optional.of(new UserId(user));
    } catch (InvalidNameException e) {
      return Optional.empty();
    }
  }
}
