package io.fleetman.document;

import io.fleetman.layout.Keys;
import io.fleetman.layout.Version;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@code cells/<node>/<cell>/trigger.json}: what the cell must be; a state, not an event. Written
 * by hand it may be as short as {@code {"version": "1.3"}}; {@link io.fleetman.codec.Json} says
 * what stands for the rest.
 *
 * @param sequence only grows; null if written by hand: then it is the one after the last handled
 * @param id of the command that wrote this
 * @param cellUid the cell it is for; null if written by hand: then whichever cell has the name
 * @param desired what the cell must be
 * @param version the snapshot; null only if removed
 * @param deployId changes with each wish to deploy; one that was tried is never tried again
 * @param restartId changes with each wish to restart; null if never asked for
 * @param retired versions deleted from this cell, never to be named again
 * @param recent ids of the last {@value #RECENT} commands, this one last
 * @param author who and why; null if written by hand
 */
public record TriggerDocument(
    @Nullable Long sequence,
    String id,
    @Nullable String cellUid,
    Desired desired,
    @Nullable Version version,
    String deployId,
    @Nullable String restartId,
    List<Version> retired,
    List<String> recent,
    @Nullable Author author)
    implements Document {
  /** How many command ids {@code recent} keeps. */
  public static final int RECENT = 32;

  // What a double holds exactly: whoever counts on never comes to its end.
  private static final long LAST_SEQUENCE = 1L << 53;

  /**
   * @throws NullPointerException if the version is missing though something is to be installed
   * @throws IllegalArgumentException if an id cannot be part of a key, or the sequence not be
   *     counted on: what came of such a command could never be written
   */
  public TriggerDocument {
    Objects.requireNonNull(id, "id is missing");
    Objects.requireNonNull(deployId, "deployId is missing");
    Keys.id("id", id);
    Keys.id("deployId", deployId);
    if (restartId != null) {
      Keys.id("restartId", restartId);
    }
    if (sequence != null && (sequence < 0 || sequence > LAST_SEQUENCE)) {
      throw new IllegalArgumentException(
          "sequence: " + sequence + " cannot be counted on from: leave it out");
    }
    desired = Defaults.or(desired, Desired.RUNNING);
    if (desired != Desired.REMOVED) {
      Objects.requireNonNull(version, "version is missing");
    }
    retired = Defaults.list(retired);
    recent = Defaults.list(recent);
  }

  @Override
  public String kind() {
    return "trigger";
  }
}
