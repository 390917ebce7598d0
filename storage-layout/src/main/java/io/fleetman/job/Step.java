package io.fleetman.job;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.fleetman.document.Defaults;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One step of a job.
 *
 * @param name what people call it
 * @param input what it does; {@code type} says which kind
 * @param runAsUser the user whose process it is; null: the agent's own. A handler is told the name
 *     instead, as its first argument, and runs as the agent's user
 * @param env variables for its process; values may hold parameters
 * @param workingDirectory an absolute folder; null: the attempt's own, empty one
 * @param timeout after which it is killed with its children and counts as timed out; null: the
 *     job's
 * @param retries how often it is tried again within the attempt after it failed
 * @param allowStdErr how many lines of standard error it may write and still succeed; null: any
 * @param ignoreStepFailure true: the job goes on after it failed
 */
public record Step(
    String name,
    @JsonTypeInfo(
            use = JsonTypeInfo.Id.NAME,
            property = "type",
            include = JsonTypeInfo.As.EXTERNAL_PROPERTY)
        StepInput input,
    @Nullable String runAsUser,
    Map<String, String> env,
    @Nullable String workingDirectory,
    @Nullable Duration timeout,
    Integer retries,
    @Nullable Integer allowStdErr,
    Boolean ignoreStepFailure) {
  /**
   * Fills in what was left out.
   *
   * @throws NullPointerException if name or input are missing
   */
  public Step {
    Objects.requireNonNull(name, "name is missing");
    Objects.requireNonNull(input, "input is missing");
    env = Defaults.map(env);
    retries = Defaults.or(retries, 0);
    ignoreStepFailure = Defaults.or(ignoreStepFailure, false);
  }

  /** A step with nothing but its name and what it does. */
  public static Step of(String name, StepInput input) {
    return new Step(name, input, null, Map.of(), null, null, 0, null, false);
  }
}
