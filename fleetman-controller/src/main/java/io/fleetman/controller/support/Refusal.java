package io.fleetman.controller.support;

import java.util.List;

/**
 * An operation that was not done, and changed nothing that anybody sees. Each problem is one
 * sentence that names the field and the fix; the message is all of them.
 */
public abstract sealed class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final transient List<String> problems;

  private Refusal(List<String> problems) {
    super(String.join("\n", problems));
    this.problems = List.copyOf(problems);
  }

  /** What is wrong, a sentence each; at least one. */
  public List<String> problems() {
    return problems;
  }

  /** What was asked for cannot be, whoever asks and however often. */
  public static final class Invalid extends Refusal {
    private static final long serialVersionUID = 1L;

    /** With one problem. */
    public Invalid(String problem) {
      super(List.of(problem));
    }

    /** With several. */
    public Invalid(List<String> problems) {
      super(problems);
    }
  }

  /** What was named does not exist. */
  public static final class NotFound extends Refusal {
    private static final long serialVersionUID = 1L;

    /** With one problem. */
    public NotFound(String problem) {
      super(List.of(problem));
    }
  }

  /** Somebody else was first; look again, then decide again. */
  public static final class Conflict extends Refusal {
    private static final long serialVersionUID = 1L;

    /** With one problem. */
    public Conflict(String problem) {
      super(List.of(problem));
    }
  }
}
