package io.fleetman.document;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a cell must be. */
public enum Desired {
  /** Installed and, unless its profile is files only, running. */
  @JsonProperty("running")
  RUNNING,
  /** Installed and not running. */
  @JsonProperty("stopped")
  STOPPED,
  /** Gone, but for its data folders. */
  @JsonProperty("removed")
  REMOVED
}
