package io.fleetman.document;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Anything that is written as JSON into the bucket; {@code kind} says what it is. */
public interface Document {
  /** The document's kind, a fixed word for each type. */
  @JsonProperty("kind")
  String kind();
}
