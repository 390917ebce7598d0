package io.fleetman.agent;

import io.fleetman.layout.Keys;
import io.fleetman.layout.NodeId;
import io.fleetman.store.ETag;
import io.fleetman.store.FaultyObjectStore;
import io.fleetman.store.GetResult;
import io.fleetman.store.ListPage;
import io.fleetman.store.ObjectStore;
import io.fleetman.store.Precondition;
import io.fleetman.store.PutResult;
import io.fleetman.store.StoreException;
import org.jspecify.annotations.Nullable;

/**
 * A store as AWS shows it to keys that may list the cells of one node and write its observation:
 * 403, never 404, for what is not there.
 */
final class NodeKeys extends FaultyObjectStore {
  private final ObjectStore store;
  private final NodeId node;

  NodeKeys(ObjectStore store, NodeId node) {
    super(store);
    this.store = store;
    this.node = node;
  }

  @Override
  public GetResult get(String key) {
    return present(key, store.get(key));
  }

  @Override
  public GetResult getIfChanged(String key, ETag known) {
    return present(key, store.getIfChanged(key, known));
  }

  private static GetResult present(String key, GetResult result) {
    if (result instanceof GetResult.Absent) {
      throw denied("GET", key);
    }
    return result;
  }

  @Override
  public ListPage list(String prefix, @Nullable String delimiter, @Nullable String continuation) {
    if (!prefix.startsWith(Keys.cells(node))) {
      throw denied("LIST", prefix);
    }
    return store.list(prefix, delimiter, continuation);
  }

  @Override
  public PutResult put(String key, byte[] body, Precondition precondition) {
    boolean own =
        key.equals(Keys.heartbeat(node))
            || key.equals(Keys.report(node))
            || (key.startsWith(Keys.cells(node))
                && (key.endsWith("/status.json") || key.contains("/history/")));
    if (!own) {
      throw denied("PUT", key);
    }
    return store.put(key, body, precondition);
  }

  private static StoreException denied(String what, String key) {
    return new StoreException.AccessDenied(what + " " + key + ": 403", null);
  }
}
