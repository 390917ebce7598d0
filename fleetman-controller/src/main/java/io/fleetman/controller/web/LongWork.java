package io.fleetman.controller.web;

import com.fasterxml.jackson.databind.JsonNode;
import io.fleetman.controller.operation.Run;
import io.fleetman.controller.support.Canceled;
import io.fleetman.document.OperationDocument.Failure;
import io.fleetman.document.OperationDocument.Failure.Part;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/** Work behind an answer, whose end is written down whatever it is. */
final class LongWork {
  private LongWork() {}

  /** Does it, and says what came of it; a failure, and that it was canceled, is thrown again. */
  static void end(Run run, String what, Supplier<JsonNode> work) {
    boolean said = false;
    try {
      JsonNode came = work.get();
      run.succeeded(came);
      said = true;
    } catch (Canceled e) {
      run.canceled(
          new Failure(
              "urn:fleetman:problem:canceled",
              "It was canceled",
              409,
              e.getMessage() + "; it stopped between two steps, and nothing is left half made",
              List.of()));
      said = true;
      throw e;
    } catch (RuntimeException e) {
      run.failed(failure(Failures.problem(e, what)));
      said = true;
      throw e;
    } finally {
      if (!said) {
        run.failed(
            new Failure(
                "urn:fleetman:problem:internal",
                "The controller made a mistake",
                500,
                "this was not done; the controller's log says why",
                List.of()));
      }
    }
  }

  private static Failure failure(Problem problem) {
    return new Failure(
        problem.type(),
        problem.title(),
        problem.status(),
        problem.detail(),
        Objects.requireNonNullElse(problem.errors(), List.<Problem.FieldError>of()).stream()
            .map(e -> new Part(e.field(), e.message()))
            .toList());
  }
}
