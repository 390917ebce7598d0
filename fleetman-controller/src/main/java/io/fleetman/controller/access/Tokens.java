package io.fleetman.controller.access;

import io.fleetman.controller.support.Listing;
import io.fleetman.controller.support.OpenFleet;
import io.fleetman.controller.support.Parallel;
import io.fleetman.controller.support.Refusal;
import io.fleetman.document.TokenDocument;
import io.fleetman.document.UserDocument;
import io.fleetman.layout.KeyParser;
import io.fleetman.layout.Keys;
import io.fleetman.layout.KnownKey;
import io.fleetman.layout.UserId;
import io.fleetman.store.Read;
import io.fleetman.store.WriteResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The fleet's API tokens. */
public final class Tokens {
  /** The longest that one may live. */
  public static final Duration LONGEST = Duration.ofDays(3660);

  private static final int MOST_CHARACTERS = 100;

  private final OpenFleet fleet;

  /** Of this fleet. */
  public Tokens(OpenFleet fleet) {
    this.fleet = fleet;
  }

  /** All of them, the last made or revoked first by the store's clock. */
  public List<TokenInfo> list() {
    List<String> ids = new ArrayList<>();
    for (var entry : Listing.level(fleet.objects(), Keys.tokens()).objects()) {
      if (KeyParser.parse(entry.key()).orElse(null) instanceof KnownKey.Token(var id)) {
        ids.add(id);
      }
    }
    return Parallel.map(ids, this::find).stream()
        .flatMap(Optional::stream)
        .sorted(
            Comparator.comparing(TokenInfo::age)
                .thenComparing((TokenInfo t) -> t.token().author().at(), Comparator.reverseOrder()))
        .toList();
  }

  /** One of them, by its public part. */
  public Optional<TokenInfo> find(String id) {
    return fleet.documents().read(Keys.token(id), TokenDocument.class)
            instanceof Read.Found<TokenDocument> found
        ? Optional.of(new TokenInfo(found.value(), found.age()))
        : Optional.empty();
  }

  /**
   * Makes one.
   *
   * @param name what it is for
   * @param owner in whose name it acts; it ends with them
   * @param lifetime after which it ends, by the store's clock
   * @throws Refusal if there is no such user, or name or lifetime is no good
   */
  public NewToken create(String name, UserId owner, Duration lifetime, @Nullable String reason) {
    UserDocument user = check(name, owner, lifetime);
    TokenText text = TokenText.fresh();
    TokenDocument token =
        new TokenDocument(
            text.id(),
            name,
            owner,
            user.uid(),
            text.hash(),
            text.lastFour(),
            lifetime.toSeconds(),
            null,
            fleet.author(reason));
    if (fleet.documents().create(Keys.token(text.id()), token, TokenDocument.class)
        instanceof WriteResult.Lost<TokenDocument>) {
      throw new Refusal.Conflict("there is a token " + text.id() + " already: try again");
    }
    return new NewToken(token, text.text());
  }

  /**
   * Whether {@link #create} would make one; writes nothing.
   *
   * @return whose it would be
   * @throws Refusal if there is no such user, or name or lifetime is no good
   */
  public UserDocument check(String name, UserId owner, Duration lifetime) {
    if (name.isBlank() || name.length() > MOST_CHARACTERS || !name.strip().equals(name)) {
      throw new Refusal.Invalid(
          "the token's name has from 1 to "
              + MOST_CHARACTERS
              + " characters, without spaces at its ends");
    }
    if (name.chars().anyMatch(Character::isISOControl)) {
      throw new Refusal.Invalid("the token's name has a control character: take it out");
    }
    if (!lifetime.isPositive() || lifetime.compareTo(LONGEST) > 0) {
      throw new Refusal.Invalid("a token lives from 1s to " + LONGEST.toDays() + "d");
    }
    return new Users(fleet)
        .find(owner)
        .orElseThrow(
            () ->
                new Refusal.NotFound(
                    "there is no user "
                        + owner
                        + ": make them with 'fleetman user add', or name another"));
  }

  /** Takes one back; nothing to do if it was taken back before. */
  public TokenDocument revoke(String id, @Nullable String reason) {
    Read<TokenDocument> read = fleet.documents().read(Keys.token(id), TokenDocument.class);
    TokenDocument old =
        read.found()
            .orElseThrow(
                () ->
                    new Refusal.NotFound(
                        "there is no token "
                            + id
                            + ": 'fleetman token list' shows those there are"));
    if (old.revoked() != null) {
      return old;
    }
    TokenDocument next =
        new TokenDocument(
            id,
            old.name(),
            old.owner(),
            old.ownerUid(),
            old.sha256(),
            old.lastFour(),
            old.lifetimeSeconds(),
            fleet.author(reason),
            old.author());
    return switch (fleet.documents().replace(Keys.token(id), next, TokenDocument.class, read)) {
      case WriteResult.Written<TokenDocument> _ -> next;
      case WriteResult.Lost<TokenDocument> lost ->
          lost.current()
              .found()
              .filter(t -> t.revoked() != null)
              .orElseThrow(
                  () ->
                      new Refusal.Conflict(
                          "token " + id + " was changed by somebody else: try again"));
    };
  }
}
