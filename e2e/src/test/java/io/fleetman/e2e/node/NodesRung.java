package io.fleetman.e2e.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.opentest4j.TestAbortedException;

/**
 * The rung {@code nodes} of the test ladder, for test classes that need {@link RealNode}s. Where
 * none can be booted it skips them and says why, or fails if the rung is required: a rung that is
 * missing must not look like one that passed. Each test that ran is noted for the ladder's table.
 */
public final class NodesRung implements BeforeAllCallback, AfterTestExecutionCallback {

  private static final String RUNG = "nodes";
  private static final Path NOTES = Path.of(System.getProperty("basedir", "."), "target/rungs");

  @Override
  public void beforeAll(ExtensionContext context) {
    Optional<String> obstacle = RealNode.obstacle();
    if (obstacle.isEmpty()) {
      return;
    }
    String what = "no nodes on this machine: " + obstacle.get();
    throw isRequired() ? new IllegalStateException(what) : new TestAbortedException(what);
  }

  @Override
  public void afterTestExecution(ExtensionContext context) throws IOException {
    Files.createDirectories(NOTES);
    Files.writeString(
        NOTES.resolve(RUNG + ".txt"),
        RUNG + " 1\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  private static boolean isRequired() {
    String required = Optional.ofNullable(System.getenv("FLEETMAN_REQUIRE_RUNGS")).orElse("");
    return Arrays.asList(required.split(",", -1)).contains(RUNG);
  }
}
