package io.fleetman.controller.web;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong, as RFC 9457 has programs told.
 *
 * @param type {@code urn:fleetman:problem:} and a word that programs can go by
 * @param title of the type
 * @param status of HTTP
 * @param detail what went wrong this time, and what to do
 * @param errors what is wrong with each field; null if it is not about fields
 * @param states the two states that do not agree; null if it is not about that
 */
public record Problem(
    String type,
    String title,
    int status,
    String detail,
    @Nullable List<FieldError> errors,
    @Nullable States states) {
  /**
   * What somebody has seen, and what is there.
   *
   * @param seen the ETag, or ETags, that were sent
   * @param current the ETag now; null if there is nothing
   */
  public record States(String seen, @Nullable String current) {}

  /**
   * What is wrong with one field.
   *
   * @param field its path in the body or the name of a parameter; null for the request as a whole
   * @param message a sentence
   */
  public record FieldError(@Nullable String field, String message) {}

  // Names that somebody sent are in it, and they may be many and long.
  private static final int LONGEST = 2_000;
  private static final int MOST_ERRORS = 200;

  /** What is longer than anybody reads is cut off. */
  public Problem {
    detail = brief(detail);
    errors =
        errors == null
            ? null
            : errors.stream()
                .limit(MOST_ERRORS)
                .map(e -> new FieldError(e.field(), brief(e.message())))
                .toList();
  }

  private static String brief(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }

  static Problem of(String word, String title, int status, String detail) {
    return new Problem("urn:fleetman:problem:" + word, title, status, detail, null, null);
  }

  Problem with(List<FieldError> found) {
    return new Problem(type, title, status, detail, found, states);
  }

  Problem with(States both) {
    return new Problem(type, title, status, detail, errors, both);
  }
}
