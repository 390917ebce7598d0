package io.fleetman.store;

import java.nio.file.Path;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Passes every request on to another store: for those that treat some requests in a way of their
 * own, and the others not.
 */
public abstract class ForwardingObjectStore implements ObjectStore {
  /** The store that is asked. */
  protected final ObjectStore store;

  /** Over this store, which it closes with itself. */
  protected ForwardingObjectStore(ObjectStore store) {
    this.store = store;
  }

  @Override
  public GetResult get(String key) {
    return store.get(key);
  }

  @Override
  public GetResult getIfChanged(String key, ETag known) {
    return store.getIfChanged(key, known);
  }

  @Override
  public ObjectBody open(String key) {
    return store.open(key);
  }

  @Override
  public ObjectBody open(String key, long offset, long length) {
    return store.open(key, offset, length);
  }

  @Override
  public ListPage list(String prefix, @Nullable String delimiter, @Nullable String continuation) {
    return store.list(prefix, delimiter, continuation);
  }

  @Override
  public PutResult put(String key, byte[] body, Precondition precondition) {
    return store.put(key, body, precondition);
  }

  @Override
  public void putFile(String key, Path file, Progress progress) {
    store.putFile(key, file, progress);
  }

  @Override
  public void copy(String source, String target) {
    store.copy(source, target);
  }

  @Override
  public void delete(String key) {
    store.delete(key);
  }

  @Override
  public void deleteAll(Collection<String> keys) {
    store.deleteAll(keys);
  }

  @Override
  public void close() {
    store.close();
  }
}
