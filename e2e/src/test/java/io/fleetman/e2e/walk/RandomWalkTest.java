package io.fleetman.e2e.walk;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Invariants 1-10 and 14-18 hold wherever a walk leads, and in the end everything converges. */
class RandomWalkTest {
  @TempDir Path temp = Path.of("");

  @Test
  void whereverAWalkLeadsTheInvariantsHoldAndInCalmEverythingConverges() throws IOException {
    new Walks(temp).run();
  }
}
