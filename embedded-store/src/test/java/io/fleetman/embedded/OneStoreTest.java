package io.fleetman.embedded;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Tests of which each has a store of its own, and a client. */
abstract class OneStoreTest {
  @TempDir Path folder;
  StoreFixture fixture;
  Client client;

  @BeforeEach
  final void start() throws EmbeddedStoreException {
    fixture = new StoreFixture(folder);
    client = fixture.client;
  }

  @AfterEach
  final void stop() {
    fixture.close();
  }
}
