package io.fleetman.e2e.pages;

import io.fleetman.controller.Areas;
import io.fleetman.controller.config.Connection;
import io.fleetman.controller.web.ControllerServer;
import io.fleetman.controller.web.Site;
import io.fleetman.controller.web.Sites;
import io.fleetman.killpoint.KillPoints;
import io.fleetman.store.FaultyObjectStore;
import io.fleetman.store.ObjectStore;
import io.fleetman.store.StorageSettings;
import java.net.URI;
import java.time.Clock;
import java.util.List;

/** A controller in this process over a scene's bucket, whose store fails when it is told to. */
final class ServedScene implements AutoCloseable {
  /** Where it is, without a slash at its end. */
  final String base;

  /** The scene's, as the controller sees it. */
  final FaultyObjectStore store;

  private final ControllerServer server;

  ServedScene(ObjectStore bucket) {
    store = new FaultyObjectStore(bucket);
    StorageSettings settings =
        StorageSettings.of(
            URI.create("http://127.0.0.1:9000"), null, "fleet", null, null, "k", "s", null, null);
    Site site =
        new Site(
            new Connection("main", settings, false),
            s -> store,
            Clock.systemUTC(),
            KillPoints.none());
    server =
        new ControllerServer(
            new ControllerServer.Settings("127.0.0.1", "0.1.0", "ada@laptop", new byte[32]),
            new Sites(List.of(site)),
            Areas.all());
    base = "http://127.0.0.1:" + server.start(0);
  }

  @Override
  public void close() {
    server.close();
  }
}
