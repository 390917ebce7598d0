package io.fleetman.document;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a cell runs. */
public enum Profile {
  /** As a systemd service, of the system or of the agent's user. */
  @JsonProperty("systemd")
  SYSTEMD,
  /** As a program of supervisord. */
  @JsonProperty("supervisor")
  SUPERVISOR,
  /** Files only: nothing runs. */
  @JsonProperty("deploy")
  DEPLOY
}
