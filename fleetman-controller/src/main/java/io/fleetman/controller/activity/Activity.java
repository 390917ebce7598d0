package io.fleetman.controller.activity;

import io.fleetman.codec.DocumentException;
import io.fleetman.controller.support.Listing;
import io.fleetman.controller.support.OpenFleet;
import io.fleetman.controller.support.Parallel;
import io.fleetman.document.AuditDocument;
import io.fleetman.layout.Ids;
import io.fleetman.layout.KeyParser;
import io.fleetman.layout.Keys;
import io.fleetman.layout.KnownKey;
import io.fleetman.store.ListPage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The record of changes. */
public final class Activity {
  // One page looks at so many at most, so that a rare name in a long history is answered in time.
  private static final int LOOK_AT = 2_000;

  private final OpenFleet fleet;

  /** Of this fleet. */
  public Activity(OpenFleet fleet) {
    this.fleet = fleet;
  }

  /**
   * A page of changes, newest first.
   *
   * @param from {@link ActivityPage#next} of the page before; null for the first
   * @param limit at most so many, from 1
   */
  public ActivityPage page(ActivityQuery query, @Nullable String from, int limit) {
    Iterator<String> ids =
        new NewestFirst(
            fleet.objects(), from, query.since() == null ? null : Ids.beginning(query.since()));
    List<AuditDocument> found = new ArrayList<>();
    List<String> unreadable = new ArrayList<>();
    int seen = 0;
    while (ids.hasNext()) {
      List<String> some = new ArrayList<>();
      int wanted = limit - found.size();
      int atOnce = query.takesAll() ? wanted : Math.max(wanted, Parallel.BOUND);
      while (some.size() < atOnce && ids.hasNext()) {
        some.add(ids.next());
      }
      List<Entry> entries = Parallel.map(some, this::read);
      for (int i = 0; i < entries.size(); i++) {
        entries.get(i).change().filter(query::matches).ifPresent(found::add);
        entries.get(i).problem().ifPresent(unreadable::add);
        seen++;
        boolean enough = found.size() == limit || seen >= LOOK_AT;
        if (enough && (i + 1 < entries.size() || ids.hasNext())) {
          return new ActivityPage(found, unreadable, some.get(i));
        }
      }
    }
    return new ActivityPage(found, unreadable, null);
  }

  /**
   * Deletes what is older, by the store's own clock alone (invariant 11).
   *
   * @return how many
   */
  public int prune(Duration age) {
    return older(age, old -> fleet.objects().deleteAll(old));
  }

  /** How many {@link #prune} would delete. */
  public int older(Duration age) {
    return older(age, _ -> {});
  }

  private int older(Duration age, Consumer<List<String>> each) {
    int found = 0;
    for (String day : Listing.level(fleet.objects(), Keys.audits()).folders()) {
      Listing listing = Listing.all(fleet.objects(), day);
      Instant now = listing.storeNow();
      List<ListPage.Entry> changes =
          listing.objects().stream()
              .filter(e -> KeyParser.parse(e.key()).orElse(null) instanceof KnownKey.Audit)
              .toList();
      List<String> old =
          changes.stream()
              .filter(e -> now != null && e.lastModified().isBefore(now.minus(age)))
              .map(ListPage.Entry::key)
              .toList();
      if (old.isEmpty() && !changes.isEmpty()) {
        return found; // the days after it are younger still
      }
      each.accept(old);
      found += old.size();
    }
    return found;
  }

  private record Entry(Optional<AuditDocument> change, Optional<String> problem) {}

  private Entry read(String id) {
    try {
      return new Entry(
          fleet.documents().read(Keys.audit(id), AuditDocument.class).found(), Optional.empty());
    } catch (DocumentException e) {
      return new Entry(Optional.empty(), Optional.of(String.valueOf(e.getMessage())));
    }
  }
}
