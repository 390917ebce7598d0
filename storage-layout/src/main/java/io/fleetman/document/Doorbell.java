package io.fleetman.document;

/**
 * {@code doorbells/<node>}: its change, not its content, says "look again".
 *
 * @param id fresh at each ring
 */
public record Doorbell(String id) implements Document {
  @Override
  public String kind() {
    return "doorbell";
  }
}
