package io.fleetman.controller.activity;

import io.fleetman.store.ETag;
import io.fleetman.store.GetResult;
import io.fleetman.store.ListPage;
import io.fleetman.store.ObjectBody;
import io.fleetman.store.ObjectStore;
import io.fleetman.store.Precondition;
import io.fleetman.store.PutResult;
import io.fleetman.store.StoreException;
import java.nio.file.Path;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * A store that notes what is written through it. This is the one place where changes are seen, so
 * that no operation can forget to tell. A write whose answer was lost counts as done.
 */
final class WatchedStore implements ObjectStore {
  private final ObjectStore inner;
  private final Changes changes;

  WatchedStore(ObjectStore inner, Changes changes) {
    this.inner = inner;
    this.changes = changes;
  }

  @Override
  public GetResult get(String key) {
    return inner.get(key);
  }

  @Override
  public GetResult getIfChanged(String key, ETag known) {
    return inner.getIfChanged(key, known);
  }

  @Override
  public ObjectBody open(String key) {
    return inner.open(key);
  }

  @Override
  public ObjectBody open(String key, long offset, long length) {
    return inner.open(key, offset, length);
  }

  @Override
  public ListPage list(String prefix, @Nullable String delimiter, @Nullable String continuation) {
    return inner.list(prefix, delimiter, continuation);
  }

  @Override
  public PutResult put(String key, byte[] body, Precondition precondition) {
    boolean fresh = precondition instanceof Precondition.Absent;
    try {
      PutResult result = inner.put(key, body, precondition);
      if (result instanceof PutResult.Written) {
        changes.put(key, fresh);
      }
      return result;
    } catch (StoreException e) {
      if (e.mayHaveLanded()) {
        changes.put(key, fresh);
      }
      throw e;
    }
  }

  @Override
  public void putFile(String key, Path file, Progress progress) {
    done(() -> inner.putFile(key, file, progress), () -> changes.put(key, true));
  }

  @Override
  public void copy(String source, String target) {
    done(() -> inner.copy(source, target), () -> changes.put(target, true));
  }

  @Override
  public void delete(String key) {
    done(() -> inner.delete(key), () -> changes.deleted(key));
  }

  @Override
  public void deleteAll(Collection<String> keys) {
    done(() -> inner.deleteAll(keys), () -> keys.forEach(changes::deleted));
  }

  @Override
  public void close() {
    inner.close();
  }

  private static void done(Runnable write, Runnable note) {
    try {
      write.run();
      note.run();
    } catch (StoreException e) {
      if (e.mayHaveLanded()) {
        note.run();
      }
      throw e;
    }
  }
}
