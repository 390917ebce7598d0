package io.fleetman.e2e;

import io.fleetman.e2e.node.RealNode;
import io.fleetman.ladder.Ladder;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.testcontainers.DockerClientFactory;

/** The rungs of the test ladder that whole tests stand on, and whether this machine has them. */
public enum Rung {
  EMBEDDED(Optional::empty),
  MINIO(() -> variable("FLEETMAN_TEST_MINIO_ENDPOINT")),
  CEPH(() -> variable("FLEETMAN_TEST_CEPH_ENDPOINT")),
  TESTCONTAINERS(Rung::docker),
  NODES(RealNode::obstacle),
  BROWSER(Chromium::obstacle);

  @SuppressWarnings("ImmutableEnumChecker") // a method reference, which holds nothing
  private final Supplier<Optional<String>> obstacle;

  Rung(Supplier<Optional<String>> obstacle) {
    this.obstacle = obstacle;
  }

  /**
   * Ends the test if the rung is missing: skipped, with a line that says so, or failed where the
   * rung is required.
   */
  public void check() {
    obstacle
        .get()
        .ifPresent(
            why -> {
              throw Ladder.missing(label(), why);
            });
  }

  /** As {@link #check}; otherwise notes that a test ran on the rung. */
  public void require() {
    check();
    Ladder.ran(label());
  }

  /** As the ladder's table calls it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  private static Optional<String> variable(String name) {
    return System.getenv(name) == null ? Optional.of(name + " is not set") : Optional.empty();
  }

  private static Optional<String> docker() {
    return DockerClientFactory.instance().isDockerAvailable()
        ? Optional.empty()
        : Optional.of("no Docker engine answers");
  }
}
