package io.fleetman.job;

import io.fleetman.document.Author;
import io.fleetman.document.Defaults;
import io.fleetman.document.Document;
import io.fleetman.layout.TemplateId;
import org.jspecify.annotations.Nullable;

/**
 * {@code jobs/templates/<template>.json}, and its revisions: a job document under a name.
 *
 * @param template its name
 * @param revision from 1, one more with each change
 * @param description what it is for; null: not said
 * @param document what to do
 * @param deleted true: it is not offered any more
 * @param author who wrote this revision
 */
public record JobTemplate(
    TemplateId template,
    int revision,
    @Nullable String description,
    JobDocument document,
    Boolean deleted,
    Author author)
    implements Document {
  /** There, if nothing was said. */
  public JobTemplate {
    deleted = Defaults.or(deleted, false);
  }

  @Override
  public String kind() {
    return "jobTemplate";
  }
}
