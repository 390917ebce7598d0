package io.fleetman.document;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@code audit/<day>/<id>.json}: one change, written once, after it was made.
 *
 * @param id begins with the time
 * @param operation what was asked for, such as {@code publish} or {@code user add}
 * @param via where it was asked for
 * @param changes what was written, by kind and name
 * @param failure what went wrong all the same, one sentence; null if nothing did
 * @param author who, when by the writer's clock, and why
 */
public record AuditDocument(
    String id,
    String operation,
    Via via,
    List<Change> changes,
    @Nullable String failure,
    Author author)
    implements Document {
  /** Lists that were left out are empty. */
  public AuditDocument {
    Objects.requireNonNull(id, "id is missing");
    Objects.requireNonNull(operation, "operation is missing");
    Objects.requireNonNull(author, "author is missing");
    via = Defaults.or(via, Via.CLI);
    changes = Defaults.list(changes);
  }

  /** Where a change was asked for. */
  public enum Via {
    /** The command line. */
    @JsonProperty("cli")
    CLI,
    /** The portal. */
    @JsonProperty("portal")
    PORTAL,
    /** The REST API. */
    @JsonProperty("api")
    API
  }

  /** What became of an object. */
  public enum Done {
    /** There was none before. */
    @JsonProperty("created")
    CREATED,
    /** It is another now. */
    @JsonProperty("changed")
    CHANGED,
    /** It is gone. */
    @JsonProperty("deleted")
    DELETED
  }

  /** One object and what became of it. */
  public record Change(FleetObject object, Done done) {}

  @Override
  public String kind() {
    return "audit";
  }
}
