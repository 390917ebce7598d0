package io.fleetman.job.log;

/** Where a piece of output came from. */
public enum Stream {
  /** Standard output. */
  OUT("out"),
  /** Standard error. */
  ERR("err"),
  /** The agent's own words, such as that a limit struck; no part of either stream. */
  NOTE("note");

  private final String word;

  Stream(String word) {
    this.word = word;
  }

  /** In a frame's header. */
  public String word() {
    return word;
  }
}
