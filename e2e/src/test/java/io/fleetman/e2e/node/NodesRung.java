package io.fleetman.e2e.node;

import io.fleetman.ladder.Ladder;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The rung {@code nodes} of the test ladder, for test classes that need {@link RealNode}s. Where
 * none can be booted it skips them and says why, or fails if the rung is required: a rung that is
 * missing must not look like one that passed. Each test that ran is noted for the ladder's table.
 */
public final class NodesRung implements BeforeAllCallback, AfterTestExecutionCallback {

  private static final String RUNG = "nodes";

  @Override
  public void beforeAll(ExtensionContext context) {
    RealNode.obstacle()
        .ifPresent(
            why -> {
              throw Ladder.missing(RUNG, why);
            });
  }

  @Override
  public void afterTestExecution(ExtensionContext context) {
    Ladder.ran(RUNG);
  }
}
