package io.fleetman.controller.portal;

import io.fleetman.controller.web.Exchange;
import io.fleetman.controller.web.Frame;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What the address of a list says: filters, order and page, so that a list can be sent to somebody.
 *
 * @param values those that are there, by name
 */
public record Query(Map<String, String> values) {
  /** How the list is sorted; a minus before it: the other way round. */
  public static final String SORT = "sort";

  /** Which page, from 1. */
  public static final String PAGE = "page";

  /** Of these parameters of the request, and sort and page. */
  public static Query of(Exchange exchange, List<String> names) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String name : names) {
      exchange.query(name).ifPresent(v -> values.put(name, v.strip()));
    }
    for (String name : List.of(SORT, PAGE)) {
      exchange.query(name).ifPresent(v -> values.put(name, v.strip()));
    }
    return new Query(Collections.unmodifiableMap(values));
  }

  /** A value; empty if it is not there. */
  public String get(String name) {
    return values.getOrDefault(name, "");
  }

  /** Whether anything is filtered. */
  public boolean filters() {
    return values.keySet().stream().anyMatch(n -> !n.equals(SORT) && !n.equals(PAGE));
  }

  /** Which page is wanted; 1 if that is not said. */
  public int page() {
    String page = get(PAGE);
    return page.matches("[0-9]{1,6}") ? Integer.parseInt(page) : 1;
  }

  /** By what the list is sorted, without the minus. */
  public String sort() {
    String sort = get(SORT);
    return sort.startsWith("-") ? sort.substring(1) : sort;
  }

  /** Whether it is sorted the other way round. */
  public boolean descending() {
    return get(SORT).startsWith("-");
  }

  /** The same with another value; empty takes it away. Another filter begins at the first page. */
  public Query with(String name, String value) {
    Map<String, String> next = new LinkedHashMap<>(values);
    if (!name.equals(PAGE)) {
      next.remove(PAGE);
    }
    if (value.isEmpty()) {
      next.remove(name);
    } else {
      next.put(name, value);
    }
    return new Query(Collections.unmodifiableMap(next));
  }

  /** Sorted by a column; the other way round if it is already. */
  public Query sorted(String column) {
    return with(SORT, sort().equals(column) && !descending() ? "-" + column : column);
  }

  /** What assistive technology is told of a column's order. */
  public String ariaSort(String column) {
    return sort().equals(column) ? descending() ? "descending" : "ascending" : "none";
  }

  /** For an address, with its question mark; empty if there is nothing to say. */
  @Override
  public String toString() {
    return values.isEmpty()
        ? ""
        : values.entrySet().stream()
            .map(e -> Frame.encoded(e.getKey()) + "=" + Frame.encoded(e.getValue()))
            .collect(Collectors.joining("&", "?", ""));
  }
}
