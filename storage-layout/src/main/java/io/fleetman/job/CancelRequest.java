package io.fleetman.job;

import io.fleetman.document.Author;
import io.fleetman.document.Document;

/**
 * {@code jobs/gates/<execution>/cancels/<node>}: the request to stop what runs there, written once.
 * The verdict says what came of it.
 *
 * @param author who, and why
 */
public record CancelRequest(Author author) implements Document {
  @Override
  public String kind() {
    return "cancel";
  }
}
