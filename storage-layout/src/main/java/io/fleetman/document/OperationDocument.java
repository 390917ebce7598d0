package io.fleetman.document;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@code operations/<id>.json}: work that a controller does behind an answer, written before it is
 * begun, by the one controller that does it. It is written again every few seconds while the work
 * is under way, so one that runs and is old has lost its controller.
 *
 * @param id which
 * @param operation what is done, in the command line's words: {@code upload}
 * @param object what it is done to
 * @param state how it is, as its controller last said
 * @param run a fresh id each time that a controller begins with it
 * @param unit what is counted
 * @param done how many of them are done
 * @param total how many there are; null: not known yet
 * @param result what came of it, as a request that had waited for it would have been answered; null
 *     until it succeeded
 * @param failure why it ended; null unless it failed
 * @param author who asked for it, when and why
 */
public record OperationDocument(
    String id,
    String operation,
    FleetObject object,
    State state,
    String run,
    Unit unit,
    long done,
    @Nullable Long total,
    @Nullable JsonNode result,
    @Nullable Failure failure,
    Author author)
    implements Document {
  /** How it is. */
  public enum State {
    /** Under way. */
    @JsonProperty("running")
    RUNNING,
    /** Done, as it was asked for. */
    @JsonProperty("succeeded")
    SUCCEEDED,
    /** Ended, and not done as it was asked for. */
    @JsonProperty("failed")
    FAILED
  }

  /** What is counted. */
  public enum Unit {
    /** Files of a tree. */
    @JsonProperty("files")
    FILES,
    /** Objects of the bucket. */
    @JsonProperty("objects")
    OBJECTS,
    /** Cells. */
    @JsonProperty("cells")
    CELLS
  }

  /**
   * Why it ended: a problem as RFC 9457 has it.
   *
   * @param errors a sentence for each part that is wrong
   */
  public record Failure(String type, String title, int status, String detail, List<Part> errors) {
    /** Lists that were left out are empty. */
    public Failure {
      errors = Defaults.list(errors);
    }

    /**
     * One part.
     *
     * @param field which; null: the whole
     */
    public record Part(@Nullable String field, String message) {}
  }

  /**
   * @throws NullPointerException if a field is missing
   */
  public OperationDocument {
    Objects.requireNonNull(id, "id is missing");
    Objects.requireNonNull(operation, "operation is missing");
    Objects.requireNonNull(object, "object is missing");
    Objects.requireNonNull(state, "state is missing");
    Objects.requireNonNull(run, "run is missing");
    Objects.requireNonNull(unit, "unit is missing");
    Objects.requireNonNull(author, "author is missing");
  }

  /** The same, so far. */
  public OperationDocument at(long nowDone, @Nullable Long nowTotal) {
    return new OperationDocument(
        id, operation, object, state, run, unit, nowDone, nowTotal, result, failure, author);
  }

  /** Done. */
  public OperationDocument succeeded(JsonNode came) {
    return new OperationDocument(
        id, operation, object, State.SUCCEEDED, run, unit, done, total, came, null, author);
  }

  /** Not done. */
  public OperationDocument failed(Failure why) {
    return new OperationDocument(
        id, operation, object, State.FAILED, run, unit, done, total, null, why, author);
  }

  @Override
  public String kind() {
    return "operation";
  }
}
