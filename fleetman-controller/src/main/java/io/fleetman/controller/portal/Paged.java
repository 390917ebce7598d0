package io.fleetman.controller.portal;

import java.util.List;

/**
 * A page of a list that is in memory.
 *
 * @param items of this page
 * @param page from 1
 * @param pages at least 1
 * @param total of all pages
 */
public record Paged<T>(List<T> items, int page, int pages, int total) {
  /** How many a page has. */
  public static final int SIZE = 50;

  /** The page of that number, or the last one there is. */
  public static <T> Paged<T> of(List<T> all, int wanted) {
    int pages = Math.max(1, (all.size() + SIZE - 1) / SIZE);
    int page = Math.clamp(wanted, 1, pages);
    List<T> items = all.subList((page - 1) * SIZE, Math.min(page * SIZE, all.size()));
    return new Paged<>(List.copyOf(items), page, pages, all.size());
  }

  /** What of all is shown: {@code 51–100 of 230}. */
  public String range() {
    int first = (page - 1) * SIZE + 1;
    return total == 0
        ? "none"
        : pages == 1
            ? Integer.toString(total)
            : first + "–" + (first + items.size() - 1) + " of " + total;
  }
}
