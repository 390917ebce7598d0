package io.fleetman.document;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@code operations/<id>.json}: work that a controller does behind an answer, written before it is
 * begun, by the one controller that does it. It is written again every few seconds while the work
 * is under way, so one that runs and is old has lost its controller. Whoever wants it to stop swaps
 * that wish in; its controller finds it when it next writes.
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
 * @param failure why it ended; null unless it failed or was canceled
 * @param cancel who asked for it to stop, when and why; null if nobody did
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
    @Nullable Author cancel,
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
    FAILED,
    /** Stopped between two steps because somebody asked for that. */
    @JsonProperty("canceled")
    CANCELED
  }

  /** What is counted. */
  public enum Unit {
    /** Files of a tree. */
    @JsonProperty("files")
    FILES,
    /** Objects of the bucket. */
    @JsonProperty("objects")
    OBJECTS,
    /** Places that are looked through: a cell's versions, a deployment, staging. */
    @JsonProperty("places")
    PLACES,
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
        id, operation, object, state, run, unit, nowDone, nowTotal, result, failure, cancel,
        author);
  }

  /** The same with the wish that it stops; that of whoever was first stands. */
  public OperationDocument asked(@Nullable Author who) {
    Author first = cancel == null ? who : cancel;
    return new OperationDocument(
        id, operation, object, state, run, unit, done, total, result, failure, first, author);
  }

  /** Done. */
  public OperationDocument succeeded(JsonNode came) {
    return ended(State.SUCCEEDED, came, null);
  }

  /** Not done. */
  public OperationDocument failed(Failure why) {
    return ended(State.FAILED, null, why);
  }

  /** Stopped before it was done. */
  public OperationDocument canceled(Failure why) {
    return ended(State.CANCELED, null, why);
  }

  private OperationDocument ended(State how, @Nullable JsonNode came, @Nullable Failure why) {
    return new OperationDocument(
        id, operation, object, how, run, unit, done, total, came, why, cancel, author);
  }

  @Override
  public String kind() {
    return "operation";
  }
}
