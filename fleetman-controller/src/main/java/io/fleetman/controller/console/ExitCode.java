package io.fleetman.controller.console;

/** What the program's exit code says, for scripts. */
public enum ExitCode {
  /** Done, or nothing to do. */
  OK(0, "done, or there was nothing to do"),
  /** The operation failed. */
  FAILED(1, "it failed: on a node (rolled back, failed, rejected), or here"),
  /** Bad input. */
  USAGE(2, "bad input: a wrong option, name, file or configuration; nothing was changed"),
  /** The store did not answer or refused. */
  STORE(3, "the store could not be reached, or refused the keys"),
  /** A race was lost, or what is asked contradicts what is there. */
  CONFLICT(4, "conflict: somebody else changed it first; look, and try again"),
  /** Not done in time. */
  TIMEOUT(5, "timed out waiting; the wish stands, and the nodes will still follow it"),
  /** ctrl-C. */
  INTERRUPTED(130, "interrupted (ctrl-C); what was written stays written");

  private final int code;
  private final String meaning;

  ExitCode(int code, String meaning) {
    this.code = code;
    this.meaning = meaning;
  }

  /** The number. */
  public int code() {
    return code;
  }

  /** In words. */
  public String meaning() {
    return meaning;
  }
}
