package io.fleetman.controller.web;

import java.util.List;

/** Ends a request with a problem; see {@link Problem} for what programs are told. */
public final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final transient Problem problem;

  ProblemException(Problem problem) {
    super(problem.detail());
    this.problem = problem;
  }

  /** A parameter or a field cannot be used. */
  public static ProblemException invalid(String field, String message) {
    return new ProblemException(
        Problem.of("invalid", "The request cannot be used", 422, field + ": " + message)
            .with(List.of(new Problem.FieldError(field, message))));
  }

  Problem problem() {
    return problem;
  }
}
