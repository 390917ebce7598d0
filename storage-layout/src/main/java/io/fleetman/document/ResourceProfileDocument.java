package io.fleetman.document;

/**
 * {@code resource-profiles/<name>.json}: limits under a name.
 *
 * @param name its name
 * @param limits the limits
 * @param deleted true once it was taken away; applying it brings it back
 * @param author who wrote it
 */
public record ResourceProfileDocument(String name, Limits limits, boolean deleted, Author author)
    implements Document {
  @Override
  public String kind() {
    return "resourceProfile";
  }
}
