package io.fleetman.controller.activity;

import io.fleetman.store.ForwardingObjectStore;
import io.fleetman.store.ObjectStore;
import io.fleetman.store.Precondition;
import io.fleetman.store.PutResult;
import io.fleetman.store.StoreException;
import java.nio.file.Path;
import java.util.Collection;

/**
 * A store that notes what is written through it. This is the one place where changes are seen, so
 * that no operation can forget to tell. A write whose answer was lost counts as done.
 */
final class WatchedStore extends ForwardingObjectStore {
  private final Changes changes;

  WatchedStore(ObjectStore inner, Changes changes) {
    super(inner);
    this.changes = changes;
  }

  @Override
  public PutResult put(String key, byte[] body, Precondition precondition) {
    boolean fresh = precondition instanceof Precondition.Absent;
    try {
      PutResult result = store.put(key, body, precondition);
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
    done(() -> store.putFile(key, file, progress), () -> changes.put(key, true));
  }

  @Override
  public void copy(String source, String target) {
    done(() -> store.copy(source, target), () -> changes.put(target, true));
  }

  @Override
  public void delete(String key) {
    done(() -> store.delete(key), () -> changes.deleted(key));
  }

  @Override
  public void deleteAll(Collection<String> keys) {
    done(() -> store.deleteAll(keys), () -> keys.forEach(changes::deleted));
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
