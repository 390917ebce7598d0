package io.fleetman.document;

import com.fasterxml.jackson.annotation.JsonProperty;

/** When the host starts a service again that has ended by itself. */
public enum RestartPolicy {
  /** Never. */
  @JsonProperty("no")
  NO,
  /** After a failure. */
  @JsonProperty("on-failure")
  ON_FAILURE,
  /** Always. */
  @JsonProperty("always")
  ALWAYS
}
