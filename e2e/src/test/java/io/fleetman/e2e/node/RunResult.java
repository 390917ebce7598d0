package io.fleetman.e2e.node;

/**
 * What a command on a node came to. A command that fails is an answer and no exception, for tests
 * ask for both; {@link #orThrow} is for the steps that only prepare something.
 *
 * @param exit the exit code; 124 or 137 for a command that was out of time
 */
public record RunResult(int exit, String out, String err) {

  public boolean succeeded() {
    return exit == 0;
  }

  /** The output without the line end, provided that the command succeeded. */
  public String orThrow() {
    if (!succeeded()) {
      throw new IllegalStateException(
          "the command ended with exit code " + exit + "\n--- out\n" + out + "\n--- err\n" + err);
    }
    return out.stripTrailing();
  }
}
