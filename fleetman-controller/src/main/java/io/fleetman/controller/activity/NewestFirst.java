package io.fleetman.controller.activity;

import io.fleetman.controller.support.Listing;
import io.fleetman.layout.KeyParser;
import io.fleetman.layout.Keys;
import io.fleetman.layout.KnownKey;
import io.fleetman.store.ListPage;
import io.fleetman.store.ObjectReader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * The ids of recorded changes, newest first, though a store lists oldest first: the days backwards,
 * and a day of more than one page hour by hour, minute by minute, second by second. So a page of a
 * long history costs a few LISTs, and nothing is listed that is not reached.
 */
final class NewestFirst implements Iterator<String> {
  // Lengths of an id's beginning that ends with its day and its second: 20261121t094512
  private static final int DAY = 9;
  private static final int SECOND = 15;

  private final ObjectReader store;
  private final @Nullable String before;
  private final @Nullable String notBefore;
  private final Deque<String> beginnings = new ArrayDeque<>();
  private final Deque<String> ids = new ArrayDeque<>();

  /**
   * @param before only ids older than this; null: all
   * @param notBefore no id that begins with an earlier time; null: all
   */
  NewestFirst(ObjectReader store, @Nullable String before, @Nullable String notBefore) {
    this.store = store;
    this.before = before;
    this.notBefore = notBefore;
    for (String folder : Listing.level(store, Keys.audits()).folderNames()) {
      String day = folder.replace("-", "");
      if (day.matches("[0-9]{8}")) {
        push(day + "t");
      }
    }
  }

  @Override
  public boolean hasNext() {
    while (ids.isEmpty() && !beginnings.isEmpty()) {
      list(beginnings.pop());
    }
    return !ids.isEmpty();
  }

  @Override
  public String next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return ids.pop();
  }

  private void list(String beginning) {
    ListPage page = store.list(Keys.audits(beginning), null, null);
    if (page.next() != null && beginning.length() < SECOND) {
      int most = beginning.length() == DAY ? 23 : 59;
      for (int i = 0; i <= most; i++) {
        push(beginning + "%02d".formatted(i));
      }
      return;
    }
    add(page);
    while (page.next() != null) {
      page = store.list(Keys.audits(beginning), null, page.next());
      add(page);
    }
  }

  // The last that is pushed is the newest, and the first to be taken.
  private void push(String beginning) {
    boolean tooNew = before != null && beginning.compareTo(before) > 0;
    boolean tooOld =
        notBefore != null
            && beginning.compareTo(
                    notBefore.substring(0, Math.min(notBefore.length(), beginning.length())))
                < 0;
    if (!tooNew && !tooOld) {
      beginnings.push(beginning);
    }
  }

  private void add(ListPage page) {
    for (ListPage.Entry entry : page.objects()) {
      if (KeyParser.parse(entry.key()).orElse(null) instanceof KnownKey.Audit(var id)
          && (before == null || id.compareTo(before) < 0)
          && (notBefore == null || id.compareTo(notBefore) >= 0)) {
        ids.push(id);
      }
    }
  }
}
