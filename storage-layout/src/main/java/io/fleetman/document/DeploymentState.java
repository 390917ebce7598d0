package io.fleetman.document;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Where a deployment is in its life. */
public enum DeploymentState {
  /** Files may be added and removed. */
  @JsonProperty("draft")
  DRAFT,
  /** Frozen; may be published. */
  @JsonProperty("sealed")
  SEALED,
  /** In the recycle bin. */
  @JsonProperty("recycled")
  RECYCLED,
  /** Its files are gone; the name stays taken. */
  @JsonProperty("purged")
  PURGED;

  /** Whether the state may follow this one. */
  public boolean mayBecome(DeploymentState next) {
    return switch (this) {
      case DRAFT -> next == DRAFT || next == SEALED || next == RECYCLED;
      case SEALED -> next == RECYCLED;
      case RECYCLED -> next == DRAFT || next == SEALED || next == PURGED;
      case PURGED -> false;
    };
  }
}
