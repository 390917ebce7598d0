package io.fleetman.controller.support;

import io.fleetman.codec.DocumentException;
import io.fleetman.codec.Json;
import io.fleetman.store.ETag;
import io.fleetman.store.GetResult;
import io.fleetman.store.ObjectReader;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Documents as they were last read, by key and ETag, so that what has not changed is not fetched
 * again. Safe for several threads.
 */
public final class DocumentCache {
  /**
   * The largest document, in bytes, that is read: what one node says of itself must not take the
   * memory that all the others are shown with.
   */
  static final int MOST_BYTES = 8 << 20;

  private final ObjectReader store;
  private final Map<String, Cached<?>> cache = new ConcurrentHashMap<>();

  /** Of this store; empty at first. */
  public DocumentCache(ObjectReader store) {
    this.store = store;
  }

  /**
   * A document as it was read: there, absent, or there and not to be understood.
   *
   * @param value null if absent or unreadable
   * @param problem why it cannot be read, a sentence; null if it can
   * @param lastModified the store's time of its last write; null if absent
   */
  public record Seen<T>(
      @Nullable T value, @Nullable String problem, @Nullable Instant lastModified) {}

  private record Cached<T>(ETag etag, Class<T> type, Seen<T> seen) {}

  /** A document whose ETag a listing just showed: no request if it is the one that is known. */
  public <T> Seen<T> listed(String key, ETag etag, Class<T> type) {
    Seen<T> known = known(key, etag, type);
    return known == null ? fetch(key, type) : known;
  }

  /** A document of which nothing is known but its key: one conditional GET. */
  public <T> Seen<T> current(String key, Class<T> type) {
    Cached<?> cached = cache.get(key);
    if (cached == null) {
      return fetch(key, type);
    }
    return switch (store.getIfChanged(key, cached.etag())) {
      case GetResult.Unchanged _ -> {
        Seen<T> known = known(key, cached.etag(), type);
        yield known == null ? fetch(key, type) : known;
      }
      case GetResult.Found found -> keep(key, found, type);
      case GetResult.Absent _ -> absent(key);
    };
  }

  /** Forgets a document. */
  public void forget(String key) {
    cache.remove(key);
  }

  /** Forgets every document but these. */
  public void retain(Set<String> keys) {
    cache.keySet().retainAll(keys);
  }

  private <T> @Nullable Seen<T> known(String key, ETag etag, Class<T> type) {
    Cached<?> cached = cache.get(key);
    if (cached == null || !cached.etag().equals(etag) || cached.type() != type) {
      return null;
    }
    Seen<?> seen = cached.seen();
    Object value = seen.value();
    return new Seen<>(value == null ? null : type.cast(value), seen.problem(), seen.lastModified());
  }

  private <T> Seen<T> fetch(String key, Class<T> type) {
    return switch (store.get(key)) {
      case GetResult.Found found -> keep(key, found, type);
      case GetResult.Absent _ -> absent(key);
      case GetResult.Unchanged _ -> throw new IllegalStateException("an unconditional GET");
    };
  }

  private <T> Seen<T> absent(String key) {
    cache.remove(key);
    return new Seen<>(null, null, null);
  }

  private <T> Seen<T> keep(String key, GetResult.Found found, Class<T> type) {
    Seen<T> seen;
    if (found.body().length > MOST_BYTES) {
      seen =
          new Seen<>(
              null,
              key + " is not read, since it is larger than " + (MOST_BYTES >> 20) + " MB",
              found.lastModified());
      cache.put(key, new Cached<>(found.etag(), type, seen));
      return seen;
    }
    try {
      seen = new Seen<>(Json.read(key, found.body(), type), null, found.lastModified());
    } catch (DocumentException e) {
      seen = new Seen<>(null, String.valueOf(e.getMessage()), found.lastModified());
    }
    cache.put(key, new Cached<>(found.etag(), type, seen));
    return seen;
  }
}
