package io.fleetman.document;

import io.fleetman.layout.ManifestId;

/**
 * {@code manifests/<manifest>.json} and its revisions.
 *
 * @param manifest its name
 * @param revision counts from 1; each is also kept under {@code revisions/}
 * @param spec the definition
 * @param deleted true once it was taken away; a later revision brings it back
 * @param author who wrote this revision
 */
public record ManifestDocument(
    ManifestId manifest, int revision, ManifestSpec spec, boolean deleted, Author author)
    implements Document {
  @Override
  public String kind() {
    return "manifest";
  }
}
