package io.fleetman.controller.portal.activity;

import io.fleetman.codec.Durations;
import io.fleetman.controller.activity.ActivityQuery;
import io.fleetman.controller.web.PageExchange;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What the address of the page says is to be shown, as it was typed.
 *
 * @param since such as {@code 24h}; empty for all
 * @param by who; empty for anybody
 * @param object a name such as {@code node-1/web}; empty for all
 * @param from where this page of the list begins; empty for the newest
 */
public record ActivityFilter(String since, String by, String object, String from) {
  static ActivityFilter of(PageExchange exchange) {
    return new ActivityFilter(
        exchange.query("since").orElse(""),
        exchange.query("by").orElse(""),
        exchange.query("object").orElse(""),
        exchange.query("from").orElse(""));
  }

  /** Whether anything is filtered. */
  public boolean any() {
    return !since.isEmpty() || !by.isEmpty() || !object.isEmpty();
  }

  ActivityQuery query(Instant now) {
    return new ActivityQuery(
        duration().map(now::minus).orElse(null),
        by.isEmpty() ? null : by,
        object.isEmpty() ? null : object);
  }

  // What cannot be read shows everything; the choices of the form all can be.
  private Optional<Duration> duration() {
    try {
      return since.isEmpty() ? Optional.empty() : Optional.of(Durations.parse(since));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
