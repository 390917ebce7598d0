package io.fleetman.agent.job;

import io.fleetman.job.Step;
import io.fleetman.job.StepInput;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A node with its jobs, started anew for each test. */
abstract class OnAJobNode {
  @TempDir Path folder;

  JobNode node;

  @BeforeEach
  void begin() {
    node = new JobNode(folder).start();
  }

  @AfterEach
  void end() throws InterruptedException {
    node.close();
  }

  static Step sh(String name, String line) {
    return Step.of(name, new StepInput.RunCommand(List.of("/bin/sh", "-c", line)));
  }

  static Step with(
      Step step,
      @Nullable Duration timeout,
      int retries,
      @Nullable Integer allowStdErr,
      boolean ignore) {
    return new Step(
        step.name(), step.input(), null, Map.of(), null, timeout, retries, allowStdErr, ignore);
  }
}
