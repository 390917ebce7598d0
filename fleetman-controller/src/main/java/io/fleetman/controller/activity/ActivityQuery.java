package io.fleetman.controller.activity;

import io.fleetman.document.AuditDocument;
import io.fleetman.document.FleetObject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which changes to show; null means any.
 *
 * @param since not older than this, by the clocks of those who made them
 * @param by who: {@code ada}, or {@code ada@laptop}
 * @param object a name such as {@code node-1/web}, or kind and name: {@code cell node-1/web}
 */
public record ActivityQuery(@Nullable Instant since, @Nullable String by, @Nullable String object) {
  /** Every change. */
  public static final ActivityQuery ALL = new ActivityQuery(null, null, null);

  /** Whether whoever and whatever is meant, so that nothing is read in vain. */
  boolean takesAll() {
    return by == null && object == null;
  }

  /** Whether a change is meant. */
  boolean matches(AuditDocument change) {
    return (since == null || !change.author().at().isBefore(since))
        && (by == null || isBy(change.author().by(), by))
        && (object == null || change.changes().stream().anyMatch(c -> is(c.object(), object)));
  }

  private static boolean isBy(String author, String wanted) {
    return author.equals(wanted)
        || author.startsWith(wanted + "@")
        || author.startsWith(wanted + " (");
  }

  // A deployment and a version are also found by what they belong to.
  private static boolean is(FleetObject object, String wanted) {
    return object.name().equals(wanted)
        || object.name().startsWith(wanted + " ")
        || object.toString().equals(wanted);
  }
}
