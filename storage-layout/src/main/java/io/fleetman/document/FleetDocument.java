package io.fleetman.document;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code fleet.json}.
 *
 * @param formatVersion 1; a program that does not know it refuses to write
 * @param fleetId a fresh id
 * @param probe what the probe found when the fleet was made: rule to outcome
 * @param retention what pruning keeps; null: everything
 * @param author who made it, or changed it last
 */
public record FleetDocument(
    int formatVersion,
    String fleetId,
    Map<String, String> probe,
    @Nullable Retention retention,
    Author author)
    implements Document {
  /** The format that this program writes. */
  public static final int FORMAT = 1;

  @Override
  public String kind() {
    return "fleet";
  }
}
