package io.fleetman.document;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a file of a tree is. */
public enum FileType {
  /** Text; installed byte for byte. */
  @JsonProperty("text")
  TEXT,
  /** UTF-8 text with {@code {{ tokens }}} that the agent fills in. */
  @JsonProperty("template")
  TEMPLATE,
  /** Anything else; installed byte for byte. */
  @JsonProperty("binary")
  BINARY,
  /** A folder that exists though nothing may be in it. */
  @JsonProperty("folder")
  FOLDER
}
