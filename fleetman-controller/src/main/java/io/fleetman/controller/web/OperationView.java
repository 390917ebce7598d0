package io.fleetman.controller.web;

import com.fasterxml.jackson.databind.JsonNode;
import io.fleetman.controller.operation.Operations;
import io.fleetman.document.Author;
import io.fleetman.document.FleetObject;
import io.fleetman.document.OperationDocument;
import io.fleetman.document.OperationDocument.Failure;
import io.fleetman.document.OperationDocument.State;
import io.fleetman.document.OperationDocument.Unit;
import org.jspecify.annotations.Nullable;

/**
 * An operation, as programs are told of it.
 *
 * @param state "running", "succeeded", "failed", "canceled", or "interrupted": its controller was
 *     stopped in the middle
 * @param resource where that is what it is about; null if it has no address of its own
 * @param result what a request that had waited would have been answered; null until it succeeded
 * @param problem why it failed or stopped; null unless it did
 * @param cancel who asked for it to stop; null if nobody did
 */
public record OperationView(
    String id,
    String operation,
    FleetObject object,
    String state,
    Progress progress,
    @Nullable String resource,
    @Nullable JsonNode result,
    @Nullable Problem problem,
    @Nullable Author cancel,
    Author author) {
  /**
   * How far it is.
   *
   * @param total null: not known yet
   */
  public record Progress(Unit unit, long done, @Nullable Long total) {}

  /** One that was read. */
  public static OperationView of(Operations.Seen seen) {
    OperationDocument d = seen.document();
    Failure failure = d.failure();
    return new OperationView(
        d.id(),
        d.operation(),
        d.object(),
        seen.state(),
        new Progress(d.unit(), d.done(), d.total()),
        resource(d.object()),
        d.state() == State.SUCCEEDED ? d.result() : null,
        failure == null ? null : problem(failure),
        d.cancel(),
        d.author());
  }

  private static Problem problem(Failure f) {
    Problem problem = new Problem(f.type(), f.title(), f.status(), f.detail(), null, null);
    return f.errors().isEmpty()
        ? problem
        : problem.with(
            f.errors().stream().map(e -> new Problem.FieldError(e.field(), e.message())).toList());
  }

  private static @Nullable String resource(FleetObject object) {
    String[] names = object.name().split(" ", -1);
    return switch (object.kind()) {
      case PUBLISH -> Routes.API + "/publishes/" + object.name();
      case STAGING -> Routes.API + "/staging";
      case DEPLOYMENT ->
          names.length == 2 ? Routes.API + "/deployments/" + names[0] + "/" + names[1] : null;
      default -> null;
    };
  }
}
