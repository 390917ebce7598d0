package io.fleetman.job;

import io.fleetman.document.Document;
import io.fleetman.layout.ExecutionId;

/**
 * {@code inbox/<node>/<execution>}: that the node has to look at the execution.
 *
 * @param execution which
 */
public record InboxEntry(ExecutionId execution) implements Document {
  @Override
  public String kind() {
    return "inbox";
  }
}
