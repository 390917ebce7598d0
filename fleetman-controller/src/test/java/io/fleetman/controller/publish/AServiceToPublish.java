package io.fleetman.controller.publish;

import io.fleetman.controller.support.TestFleet;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.Version;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A service with a sealed deployment and a cell on a node. */
abstract class AServiceToPublish {
  static final String TRIGGER = "trigger.json";

  static final String MARK = "manifest.json";

  @TempDir Path temp = Path.of("");

  TestFleet given = new TestFleet(temp);

  Publisher publisher = new Publisher(given.fleet);

  CellRef cell = CellRef.parse("node-1/web");

  @BeforeEach
  void aServiceOnANode() {
    given = new TestFleet(temp);
    publisher = new Publisher(given.fleet);
    given.web();
    given.sealed("1.0", Map.of("a.txt", "one", "b.txt", "two"));
    cell = given.cell("node-1/web");
  }

  Outcome publish(String version) {
    return publisher.publish(wish(version), PublishListener.NONE);
  }

  PublishRequest wish(String version) {
    return new PublishRequest(cell, new Version(version), false, "because");
  }
}
