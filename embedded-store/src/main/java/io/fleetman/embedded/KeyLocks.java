package io.fleetman.embedded;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/**
 * A lock for each key in use. One for each key, not a fixed number of stripes, so that putting a
 * large upload together holds up nobody but users of that key.
 */
final class KeyLocks {
  private final ConcurrentHashMap<String, Users> inUse = new ConcurrentHashMap<>();

  private record Users(ReadWriteLock lock, int count) {}

  /** A lock that is held until it is closed. */
  interface Held extends AutoCloseable {
    @Override
    void close();
  }

  Held read(String bucket, String key) {
    String name = bucket + "/" + key;
    return hold(name, enter(name).readLock());
  }

  Held write(String bucket, String key) {
    String name = bucket + "/" + key;
    return hold(name, enter(name).writeLock());
  }

  private Held hold(String name, Lock lock) {
    lock.lock();
    return () -> {
      lock.unlock();
      leave(name);
    };
  }

  private ReadWriteLock enter(String name) {
    return inUse
        .merge(
            name,
            new Users(new ReentrantReadWriteLock(), 1),
            (users, first) -> new Users(users.lock(), users.count() + 1))
        .lock();
  }

  private void leave(String name) {
    inUse.computeIfPresent(name, KeyLocks::withoutOne);
  }

  private static @Nullable Users withoutOne(String name, Users users) {
    return users.count() == 1 ? null : new Users(users.lock(), users.count() - 1);
  }

  /** How many keys are locked or waited for. */
  int size() {
    return inUse.size();
  }
}
