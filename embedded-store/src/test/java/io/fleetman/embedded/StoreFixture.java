package io.fleetman.embedded;

import java.nio.file.Path;

/** A store over a folder, with a bucket and a client. */
final class StoreFixture implements AutoCloseable {
  final EmbeddedStore store;
  final Client client;

  StoreFixture(Path folder) throws EmbeddedStoreException {
    store = EmbeddedStore.start(settings(folder));
    store.createBucket(Client.BUCKET);
    client = Client.of(store);
  }

  static EmbeddedStore.Settings settings(Path folder) {
    return EmbeddedStore.Settings.onLoopback(folder, "tester", "a-secret-of-the-test");
  }

  @Override
  public void close() {
    client.close();
    store.close();
  }
}
