package io.fleetman.job;

import io.fleetman.document.Author;
import io.fleetman.document.Document;
import io.fleetman.layout.ExecutionId;

/**
 * {@code jobs/requests/<hash of the key>.json}: which execution a request with an idempotency key
 * has led to, written before the execution, once.
 *
 * @param execution which
 * @param sha256 of what was asked for: another request under the same key is refused
 * @param author who asked
 */
public record JobRequest(ExecutionId execution, String sha256, Author author) implements Document {
  @Override
  public String kind() {
    return "jobRequest";
  }
}
