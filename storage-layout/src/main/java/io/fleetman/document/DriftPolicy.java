package io.fleetman.document;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What becomes of what was changed by hand on a node. */
public enum DriftPolicy {
  /** It is shown. */
  @JsonProperty("report")
  REPORT,
  /** A controller has the same version deployed again. */
  @JsonProperty("repair")
  REPAIR
}
