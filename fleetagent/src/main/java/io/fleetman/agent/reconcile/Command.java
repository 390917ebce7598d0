package io.fleetman.agent.reconcile;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** What a trigger came to on this node, as history words it. */
public enum Command {
  /** A snapshot is installed. */
  @JsonProperty("deploy")
  DEPLOY,
  /** What runs is started anew. */
  @JsonProperty("restart")
  RESTART,
  /** What is installed is started. */
  @JsonProperty("start")
  START,
  /** What runs is stopped and stays installed. */
  @JsonProperty("stop")
  STOP,
  /** What is installed is taken away, but for its data. */
  @JsonProperty("remove")
  REMOVE;

  /** The word in documents. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
