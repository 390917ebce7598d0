package io.fleetman.document;

/**
 * {@code resource-profiles/<name>.json}: limits under a name.
 *
 * @param name its name
 * @param limits the limits
 * @param author who wrote it
 */
public record ResourceProfileDocument(String name, Limits limits, Author author)
    implements Document {
  @Override
  public String kind() {
    return "resourceProfile";
  }
}
