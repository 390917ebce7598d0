package io.fleetman.document;

import io.fleetman.layout.ManifestId;
import org.jspecify.annotations.Nullable;

/**
 * {@code manifests/<manifest>.json} and its revisions.
 *
 * @param manifest its name
 * @param revision counts from 1; each is also kept under {@code revisions/}
 * @param spec the definition
 * @param deleted true once it was taken away; a later revision brings it back
 * @param text the definition as somebody wrote it in YAML, comments and all; null if nobody did. It
 *     never says anything else than {@code spec}, which counts
 * @param author who wrote this revision
 */
public record ManifestDocument(
    ManifestId manifest,
    int revision,
    ManifestSpec spec,
    boolean deleted,
    @Nullable String text,
    Author author)
    implements Document {
  @Override
  public String kind() {
    return "manifest";
  }
}
