package io.fleetman.controller.web;

import io.fleetman.controller.access.Credentials;
import io.fleetman.controller.access.TokenInfo;
import io.fleetman.controller.support.DocumentCache;
import io.fleetman.controller.support.DocumentCache.Seen;
import io.fleetman.controller.support.Listing;
import io.fleetman.document.TokenDocument;
import io.fleetman.document.UserDocument;
import io.fleetman.layout.KeyParser;
import io.fleetman.layout.Keys;
import io.fleetman.layout.KnownKey;
import io.fleetman.layout.UserId;
import io.fleetman.store.ListPage;
import io.fleetman.store.ObjectReader;
import io.fleetman.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Who may sign in, as it was last read: two LISTs every few seconds while anybody asks, and GETs of
 * what changed. A store that does not answer leaves the last known state in force for a while, in
 * which nobody can change it either.
 */
final class Roster {
  private static final Duration FRESH = Duration.ofSeconds(3);
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final Duration FIRST_PATIENCE = Duration.ofSeconds(15);
  private static final Duration GOOD_FOR = Duration.ofHours(1);
  private static final Executor THREADS =
      task -> {
        var _ = Thread.ofVirtual().name("roster").start(task);
      };

  private final Supplier<ObjectReader> store;
  private final InstantSource clock;
  private @Nullable DocumentCache documents;
  private @Nullable State state;
  private @Nullable CompletableFuture<State> underway;
  private boolean forgotten;

  /**
   * @param users by name, those who were removed left out
   * @param tokens by their public parts
   * @param storeNow the store's clock when it answered
   * @param readAt this machine's clock at that time
   */
  record State(
      Map<UserId, UserDocument> users,
      Map<String, Seen<TokenDocument>> tokens,
      Instant storeNow,
      Instant readAt)
      implements Credentials.Lookup {
    @Override
    public Optional<UserDocument> user(UserId user) {
      return Optional.ofNullable(users.get(user));
    }

    @Override
    public Optional<TokenInfo> token(String id) {
      Seen<TokenDocument> seen = tokens.get(id);
      return seen == null || seen.value() == null || seen.lastModified() == null
          ? Optional.empty()
          : Optional.of(
              new TokenInfo(seen.value(), Duration.between(seen.lastModified(), storeNow)));
    }

    /** The store's clock, as far as this machine can tell without asking. */
    Instant now(Instant here) {
      return storeNow.plus(Duration.between(readAt, here));
    }
  }

  Roster(Supplier<ObjectReader> store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /** This controller changed it: it is read again before it is used again. */
  synchronized void changed() {
    forgotten = true;
  }

  /**
   * Who may sign in.
   *
   * @throws StoreException if it was never read, or too long ago
   */
  State now() {
    State known;
    CompletableFuture<State> reading;
    boolean must;
    synchronized (this) {
      known = state;
      must = known == null || forgotten;
      if (!must && known != null && age(known).compareTo(FRESH) < 0) {
        return known;
      }
      reading = underway;
      if (reading == null || forgotten) {
        forgotten = false;
        reading = CompletableFuture.supplyAsync(this::read, THREADS);
        underway = reading;
      }
    }
    return await(reading, known, must ? FIRST_PATIENCE : PATIENCE);
  }

  private State await(CompletableFuture<State> reading, @Nullable State known, Duration patience) {
    String why;
    try {
      return reading.get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      why = "the store has not answered yet";
    } catch (ExecutionException e) {
      why = String.valueOf(e.getCause() == null ? e.getMessage() : e.getCause().getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      why = "interrupted";
    }
    if (known != null && age(known).compareTo(GOOD_FOR) < 0) {
      return known;
    }
    throw new StoreException.Unavailable("it is not known who may sign in: " + why, false, null);
  }

  private Duration age(State known) {
    return Duration.between(known.readAt(), clock.instant());
  }

  private State read() {
    try {
      State fresh = readNow();
      synchronized (this) {
        state = fresh;
        underway = null;
      }
      return fresh;
    } catch (RuntimeException e) {
      synchronized (this) {
        underway = null;
      }
      throw e;
    }
  }

  private State readNow() {
    ObjectReader reader = store.get();
    DocumentCache cache;
    synchronized (this) {
      cache = documents == null ? new DocumentCache(reader) : documents;
      documents = cache;
    }
    Instant asked = clock.instant();
    Map<UserId, UserDocument> users = new HashMap<>();
    Listing listed = Listing.level(reader, Keys.users());
    for (ListPage.Entry entry : listed.objects()) {
      if (KeyParser.parse(entry.key()).orElse(null) instanceof KnownKey.User(var name)) {
        UserDocument user = cache.listed(entry.key(), entry.etag(), UserDocument.class).value();
        if (user != null && !user.removed()) {
          users.put(name, user);
        }
      }
    }
    Map<String, Seen<TokenDocument>> tokens = new HashMap<>();
    Listing listedTokens = Listing.level(reader, Keys.tokens());
    for (ListPage.Entry entry : listedTokens.objects()) {
      if (KeyParser.parse(entry.key()).orElse(null) instanceof KnownKey.Token(var id)) {
        tokens.put(id, cache.listed(entry.key(), entry.etag(), TokenDocument.class));
      }
    }
    Instant storeNow =
        listedTokens.storeNow() == null ? listed.storeNow() : listedTokens.storeNow();
    return new State(
        Map.copyOf(users), Map.copyOf(tokens), storeNow == null ? asked : storeNow, asked);
  }
}
