package io.fleetman.e2e.store;

import io.fleetman.e2e.Rung;
import io.fleetman.embedded.EmbeddedStore;
import io.fleetman.embedded.EmbeddedStoreException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedContractTest extends S3Contract {
  private static @Nullable EmbeddedStore store;

  @BeforeAll
  static void start(@TempDir Path folder) throws EmbeddedStoreException {
    store = EmbeddedStore.start(EmbeddedStore.Settings.onLoopback(folder, "tester", "test-secret"));
  }

  @AfterAll
  static void stop() {
    if (store != null) {
      store.close();
    }
  }

  @Override
  protected Endpoint endpoint() {
    if (store == null) {
      throw new IllegalStateException("not started");
    }
    return Endpoint.of(store);
  }

  @Override
  protected String rung() {
    return Rung.EMBEDDED.label();
  }
}
