package io.fleetman.controller.demo;

import io.fleetman.controller.job.Executions;
import io.fleetman.controller.job.JobOrder;
import io.fleetman.controller.job.Watch;
import io.fleetman.controller.support.OpenFleet;
import io.fleetman.job.ExecutionMark;
import io.fleetman.job.ExecutionStatus;
import io.fleetman.job.JobDocument;
import io.fleetman.job.JobPolicy;
import io.fleetman.job.Step;
import io.fleetman.job.StepInput;
import io.fleetman.job.gate.Board;
import io.fleetman.job.gate.Standing;
import io.fleetman.job.log.Frame;
import io.fleetman.job.log.Stream;
import io.fleetman.layout.NodeId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The demo's job: a command on its node, and what the node says. */
final class DemoJob {
  private static final Duration LIMIT = Duration.ofSeconds(45);
  private static final List<String> COMMAND = List.of("uname", "-sr");

  private final OpenFleet fleet;
  private final Consumer<String> progress;

  DemoJob(OpenFleet fleet, Consumer<String> progress) {
    this.fleet = fleet;
    this.progress = progress;
  }

  /** What the node wrote; null, with a problem, if it came to nothing. */
  @Nullable String run(NodeId node, List<String> problems) throws InterruptedException {
    progress.accept("running '" + String.join(" ", COMMAND) + "' on " + node);
    Executions executions = new Executions(fleet);
    ExecutionMark.Execution job =
        executions.create(
            new JobOrder(
                String.join(" ", COMMAND),
                null,
                JobDocument.of(Step.of("Ask", new StepInput.RunCommand(COMMAND))),
                Map.of(),
                List.of(node),
                null,
                JobPolicy.DEFAULT.with(LIMIT, LIMIT),
                null),
            null,
            "fleetman demo");
    StringBuilder said = new StringBuilder();
    Watch watch =
        new Watch(
            fleet,
            executions,
            job.id(),
            new Watch.Listener() {
              @Override
              public void changed(NodeId who, Standing standing) {
                if (standing instanceof Standing.Ended ended && ended.reason() != null) {
                  problems.add("the job on " + who + ": " + ended.reason());
                }
              }

              @Override
              public void wrote(NodeId who, List<Frame> frames) {
                frames.stream()
                    .filter(f -> f.stream() == Stream.OUT)
                    .forEach(f -> said.append(new String(f.bytes(), StandardCharsets.UTF_8)));
              }
            });
    Board board = watch.look();
    while (!board.status().isEnd()) {
      Thread.sleep(watch.pause());
      board = watch.look();
    }
    return board.status() == ExecutionStatus.SUCCEEDED ? said.toString().strip() : null;
  }
}
