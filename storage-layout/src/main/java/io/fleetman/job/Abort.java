package io.fleetman.job;

import io.fleetman.document.Author;
import io.fleetman.document.Defaults;
import io.fleetman.document.Document;

/**
 * {@code jobs/gates/<execution>/abort}: no attempt starts any more; written once, by whoever sees
 * that too many have failed, or by somebody who cancels the execution.
 *
 * @param reason one sentence
 * @param canceled true: somebody asked for it; false: too many have failed
 * @param author who
 */
public record Abort(String reason, Boolean canceled, Author author) implements Document {
  /** Too many failures, if it was left out. */
  public Abort {
    canceled = Defaults.or(canceled, false);
  }

  @Override
  public String kind() {
    return "abort";
  }
}
