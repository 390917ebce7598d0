package io.fleetman.agent;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A fleet of one node, made anew for each test. */
abstract class InAWorld {
  @TempDir Path folder;

  World world;

  @BeforeEach
  void begin() {
    world = new World(folder.resolve("state"));
  }

  @AfterEach
  void end() throws Exception {
    world.dies();
  }
}
