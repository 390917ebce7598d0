package io.fleetman.agent.fetch;

/** A file that could not be fetched, or is not what the commit mark says. */
public class FetchException extends Exception {
  private static final long serialVersionUID = 1L;
  private final boolean mayRetry;

  /** With a sentence that names the file, and whether trying again may help. */
  public FetchException(String message, boolean mayRetry) {
    super(message);
    this.mayRetry = mayRetry;
  }

  /** True if the same fetch may succeed later without anybody doing anything. */
  public boolean mayRetry() {
    return mayRetry;
  }
}
