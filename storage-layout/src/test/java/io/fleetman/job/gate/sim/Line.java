package io.fleetman.job.gate.sim;

import io.fleetman.store.ETag;
import io.fleetman.store.ForwardingObjectStore;
import io.fleetman.store.GetResult;
import io.fleetman.store.ListPage;
import io.fleetman.store.ObjectStore;
import io.fleetman.store.Precondition;
import io.fleetman.store.PutResult;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A process' way to the store: every request takes its time, there and back. */
final class Line extends ForwardingObjectStore {
  private static final Duration WAY = Duration.ofMillis(120);

  private final Turns turns;

  Line(ObjectStore store, Turns turns) {
    super(store);
    this.turns = turns;
  }

  @Override
  public GetResult get(String key) {
    turns.pause(turns.upTo(WAY));
    GetResult result = store.get(key);
    turns.pause(turns.upTo(WAY));
    return result;
  }

  @Override
  public GetResult getIfChanged(String key, ETag known) {
    turns.pause(turns.upTo(WAY));
    return store.getIfChanged(key, known);
  }

  @Override
  public ListPage list(String prefix, @Nullable String delimiter, @Nullable String continuation) {
    turns.pause(turns.upTo(WAY));
    ListPage page = store.list(prefix, delimiter, continuation);
    turns.pause(turns.upTo(WAY));
    return page;
  }

  @Override
  public PutResult put(String key, byte[] body, Precondition precondition) {
    turns.pause(turns.upTo(WAY));
    PutResult result = store.put(key, body, precondition);
    turns.pause(turns.upTo(WAY));
    return result;
  }
}
