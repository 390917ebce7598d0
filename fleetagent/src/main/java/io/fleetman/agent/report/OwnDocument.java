package io.fleetman.agent.report;

import io.fleetman.codec.DocumentException;
import io.fleetman.store.DocumentStore;
import io.fleetman.store.GetResult;
import io.fleetman.store.Precondition;
import io.fleetman.store.Read;
import io.fleetman.store.StoreException;
import io.fleetman.store.WriteResult;
import org.jspecify.annotations.Nullable;

/**
 * A document that this agent alone writes, by swaps from its own last ETag. If another's write is
 * found there, the agent first makes sure that it is still the one with this node id (invariant
 * 17). Calls must not overlap.
 */
final class OwnDocument<T> {
  private static final int ROUNDS = 4;

  private final DocumentStore documents;
  private final String key;
  private final Class<T> type;
  private final Identity identity;
  private @Nullable Precondition last;

  /** Makes sure that no other agent has this node id. */
  interface Identity {
    /**
     * Called when another's write was found.
     *
     * @param found what stands where this agent's own document was
     * @return false if this agent must not write any more
     */
    boolean stillMine(Read<?> found);
  }

  OwnDocument(DocumentStore documents, String key, Class<T> type, Identity identity) {
    this.documents = documents;
    this.key = key;
    this.type = type;
    this.identity = identity;
  }

  /** Remembers what was read, so that the next write replaces exactly that. */
  void was(Read<T> read) {
    last = read.unchanged();
  }

  /**
   * Writes.
   *
   * @return false if this agent must not write any more
   * @throws StoreException if the store did not take it
   */
  boolean write(T document) {
    try {
      return swap(document);
    } catch (StoreException.AccessDenied e) {
      // Keys that may not list are answered 403 for what is not there: then it can be created. If
      // it is there after all, that is refused, and the next round swaps it.
      last = Precondition.ABSENT;
      return swap(document);
    }
  }

  private boolean swap(T document) {
    for (int round = 0; round < ROUNDS; round++) {
      Precondition condition = last == null ? present() : last;
      switch (attempt(document, condition)) {
        case WriteResult.Written<T> written -> {
          last = Precondition.matches(written.etag());
          return true;
        }
        case WriteResult.Lost<T> lost -> {
          if (!identity.stillMine(lost.current())) {
            return false;
          }
          last = lost.current().unchanged();
        }
        case null -> last = null;
      }
    }
    throw new StoreException.Unavailable(
        key + " is written by somebody else all the time", false, null);
  }

  private @Nullable WriteResult<T> attempt(T document, Precondition condition) {
    try {
      return documents.write(key, document, type, condition);
    } catch (DocumentException e) {
      return null; // what stands there cannot be read: it is replaced all the same
    }
  }

  private Precondition present() {
    return switch (documents.objects().get(key)) {
      case GetResult.Found found -> Precondition.matches(found.etag());
      case GetResult.Absent _ -> Precondition.ABSENT;
      case GetResult.Unchanged _ -> throw new IllegalStateException("an unconditional GET");
    };
  }
}
