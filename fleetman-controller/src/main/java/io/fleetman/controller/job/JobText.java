package io.fleetman.controller.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fleetman.codec.Json;
import io.fleetman.codec.StrictYaml;
import io.fleetman.job.JobDocument;

/** A job document as people edit it: what is read again is the same document. Pure. */
public final class JobText {
  private JobText() {}

  /** As YAML, without what is left out. */
  public static String of(JobDocument document) {
    return StrictYaml.write(trimmed(Json.tree(document)));
  }

  // An empty list says no more than none, and where one is written there must be something in it.
  private static JsonNode trimmed(JsonNode node) {
    node.forEach(JobText::trimmed);
    if (node instanceof ObjectNode object) {
      object
          .properties()
          .removeIf(
              field ->
                  field.getValue().isNull()
                      || (field.getValue().isContainerNode() && field.getValue().isEmpty()));
    }
    return node;
  }
}
