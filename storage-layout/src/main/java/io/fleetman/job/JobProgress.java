package io.fleetman.job;

import io.fleetman.document.Defaults;
import io.fleetman.document.Document;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code jobs/executions/<execution>/nodes/<node>/<attempt>/progress.json}: how far an attempt is,
 * swapped in by its agent when a step begins or ends, and beside chunks of output.
 *
 * @param step the one that is being done; null before the first and after the last
 * @param steps what came of those before
 * @param chunks how many chunks of output are there
 * @param note what it waits for, one sentence; null if for nothing
 * @param changedAt by the node's clock
 */
public record JobProgress(
    @Nullable String step,
    List<StepResult> steps,
    int chunks,
    @Nullable String note,
    Instant changedAt)
    implements Document {
  /** Lists that were left out are empty. */
  public JobProgress {
    steps = Defaults.list(steps);
  }

  @Override
  public String kind() {
    return "progress";
  }
}
