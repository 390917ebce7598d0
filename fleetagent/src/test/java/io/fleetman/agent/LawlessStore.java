package io.fleetman.agent;

import io.fleetman.store.ETag;
import io.fleetman.store.GetResult;
import io.fleetman.store.ListPage;
import io.fleetman.store.ObjectBody;
import io.fleetman.store.ObjectStore;
import io.fleetman.store.Precondition;
import io.fleetman.store.PutResult;
import java.nio.file.Path;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** A store that ignores every condition on a write, as some do. */
record LawlessStore(ObjectStore store) implements ObjectStore {
  @Override
  public PutResult put(String key, byte[] body, Precondition precondition) {
    return store.put(key, body, Precondition.NONE);
  }

  @Override
  public GetResult get(String key) {
    return store.get(key);
  }

  @Override
  public GetResult getIfChanged(String key, ETag last) {
    return store.getIfChanged(key, last);
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
