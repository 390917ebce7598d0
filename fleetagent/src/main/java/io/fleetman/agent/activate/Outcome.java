package io.fleetman.agent.activate;

import io.fleetman.layout.Version;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What came of an action on a cell. */
public sealed interface Outcome {
  /**
   * As asked.
   *
   * @param running the version that is active now; null if none (removed)
   * @param fetched what came from the store
   * @param note what went wrong without changing the outcome, such as a preStop hook; null if
   *     nothing
   */
  record Done(@Nullable Version running, Fetched fetched, @Nullable String note)
      implements Outcome {}

  /**
   * The new release failed and the last healthy one is active again.
   *
   * @param failed the version that failed
   * @param to the version that is active again
   * @param reason what was wrong with the new one
   * @param logTail its last words
   * @param fetched what came from the store
   */
  record RolledBack(
      Version failed, Version to, String reason, List<String> logTail, Fetched fetched)
      implements Outcome {}

  /**
   * It failed; either before anything was touched (then what ran still runs), or with nothing to go
   * back to.
   *
   * @param reason one sentence
   * @param logTail the last words of what failed; empty if nothing was started
   * @param running the version that is active now; null if none
   * @param fetched what came from the store
   * @param mayRetry true if nothing was changed and the same order may succeed later without
   *     anybody doing anything (the store did not answer)
   */
  record Failed(
      String reason,
      List<String> logTail,
      @Nullable Version running,
      Fetched fetched,
      boolean mayRetry)
      implements Outcome {}

  /**
   * The node cannot do that; nothing was touched.
   *
   * @param reason what it lacks, and the fix
   * @param running the version that is active, as before; null if none
   */
  record Refused(String reason, @Nullable Version running) implements Outcome {}

  /**
   * Ended between two steps because {@link Steps#cancelled} said so.
   *
   * @param running the version that is active now, the old or the new one; null if none
   */
  record Cancelled(@Nullable Version running) implements Outcome {}

  /**
   * What came from the store; the rest was on the node already.
   *
   * @param files how many
   * @param bytes how many
   */
  record Fetched(int files, long bytes) {
    /** Nothing at all. */
    public static final Fetched NONE = new Fetched(0, 0);
  }
}
