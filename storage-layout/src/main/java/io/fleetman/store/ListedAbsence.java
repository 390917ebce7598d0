package io.fleetman.store;

import java.util.function.Supplier;

/**
 * A store for keys that may list one folder only. AWS answers them 403, not 404, for an object that
 * does not exist; so within that folder a 403 is settled by a listing: only a store that answered,
 * and did not name the object, says that there is none. Everywhere else a 403 stays what it is.
 */
public final class ListedAbsence extends ForwardingObjectStore {
  private final String folder;

  /**
   * Over this store.
   *
   * @param folder that may be listed, ending in {@code /}
   */
  public ListedAbsence(ObjectStore store, String folder) {
    super(store);
    this.folder = folder;
  }

  @Override
  public GetResult get(String key) {
    return settled(key, () -> store.get(key));
  }

  @Override
  public GetResult getIfChanged(String key, ETag known) {
    return settled(key, () -> store.getIfChanged(key, known));
  }

  private GetResult settled(String key, Supplier<GetResult> get) {
    try {
      return get.get();
    } catch (StoreException.AccessDenied e) {
      if (!key.startsWith(folder) || isListed(key, e)) {
        throw e;
      }
      return new GetResult.Absent();
    }
  }

  private boolean isListed(String key, StoreException.AccessDenied denied) {
    try {
      // the key itself comes first of all that begin with it, so the first page is enough
      return store.list(key, null, null).objects().stream().anyMatch(e -> e.key().equals(key));
    } catch (StoreException.AccessDenied e) {
      denied.addSuppressed(e);
      throw denied;
    }
  }

  @Override
  public ObjectBody open(String key) {
    return opened(key, () -> store.open(key));
  }

  @Override
  public ObjectBody open(String key, long offset, long length) {
    return opened(key, () -> store.open(key, offset, length));
  }

  private ObjectBody opened(String key, Supplier<ObjectBody> open) {
    try {
      return open.get();
    } catch (StoreException.AccessDenied e) {
      if (!key.startsWith(folder) || isListed(key, e)) {
        throw e;
      }
      throw new StoreException.NotFound("GET " + key + ": there is no such object", e);
    }
  }
}
