package io.fleetman.agent;

import io.fleetman.store.ForwardingObjectStore;
import io.fleetman.store.ObjectStore;
import io.fleetman.store.Precondition;
import io.fleetman.store.PutResult;

/** A store that ignores every condition on a write, as some do. */
final class LawlessStore extends ForwardingObjectStore {
  LawlessStore(ObjectStore store) {
    super(store);
  }

  @Override
  public PutResult put(String key, byte[] body, Precondition precondition) {
    return store.put(key, body, Precondition.NONE);
  }
}
