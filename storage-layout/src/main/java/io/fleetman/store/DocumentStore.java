package io.fleetman.store;

import io.fleetman.codec.DocumentException;
import io.fleetman.codec.Json;
import java.time.Duration;
import java.util.Arrays;

/**
 * Typed documents on a store: the one reader and the one writer of everything that is JSON, so that
 * signatures find one place later.
 */
public final class DocumentStore {
  private static final int ATTEMPTS = 4;

  private final ObjectStore objects;

  /** On this store. */
  public DocumentStore(ObjectStore objects) {
    this.objects = objects;
  }

  /** The store underneath, for trees' bytes and listings. */
  public ObjectStore objects() {
    return objects;
  }

  /**
   * Reads a document.
   *
   * @throws DocumentException if it is there and cannot be understood
   * @throws StoreException if the store did not answer
   */
  public <T> Read<T> read(String key, Class<T> type) {
    return switch (objects.get(key)) {
      case GetResult.Found f ->
          new Read.Found<>(
              Json.read(key, f.body(), type), f.etag(), f.lastModified(), f.storeNow());
      case GetResult.Absent _ -> new Read.Absent<>();
      case GetResult.Unchanged _ -> throw new IllegalStateException("an unconditional GET");
    };
  }

  /** Writes a document that must not exist yet. */
  public <T> WriteResult<T> create(String key, T document, Class<T> type) {
    return write(key, document, type, Precondition.ABSENT);
  }

  /** Writes a document in place of exactly the one that was read. */
  public <T> WriteResult<T> replace(String key, T document, Class<T> type, Read<T> read) {
    return write(key, document, type, read.unchanged());
  }

  /**
   * Writes under a condition, again while the answer is lost. Documents hold a fresh id or time, so
   * equal bytes are this very write: a lost answer, or a 412 on the second try, is settled by
   * reading back (invariant 7).
   *
   * @throws StoreException if it stays unknown whether the write was done
   */
  public <T> WriteResult<T> write(String key, T document, Class<T> type, Precondition condition) {
    byte[] body = Json.write(document);
    StoreException last = null;
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      try {
        return switch (objects.put(key, body, condition)) {
          case PutResult.Written w -> new WriteResult.Written<>(w.etag());
          case PutResult.Refused _ -> settle(key, body, type);
        };
      } catch (StoreException e) {
        if (!e.isTransient()) {
          throw e;
        }
        last = e;
        pause(attempt);
      }
    }
    throw last == null ? new IllegalStateException("no attempt") : last;
  }

  private <T> WriteResult<T> settle(String key, byte[] body, Class<T> type) {
    return switch (objects.get(key)) {
      case GetResult.Found f when Arrays.equals(f.body(), body) ->
          new WriteResult.Written<>(f.etag());
      case GetResult.Found f ->
          new WriteResult.Lost<>(
              new Read.Found<>(
                  Json.read(key, f.body(), type), f.etag(), f.lastModified(), f.storeNow()));
      case GetResult.Absent _ -> new WriteResult.Lost<>(new Read.Absent<>());
      case GetResult.Unchanged _ -> throw new IllegalStateException("an unconditional GET");
    };
  }

  private static void pause(int attempt) {
    try {
      Pace.pause(Duration.ofMillis(100L << attempt));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException.Unavailable("interrupted while waiting to try again", true, e);
    }
  }
}
