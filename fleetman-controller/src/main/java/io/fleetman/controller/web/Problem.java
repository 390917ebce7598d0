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
 */
public record Problem(
    String type, String title, int status, String detail, @Nullable List<FieldError> errors) {
  /**
   * What is wrong with one field.
   *
   * @param field its path in the body or the name of a parameter; null for the request as a whole
   * @param message a sentence
   */
  public record FieldError(@Nullable String field, String message) {}

  static Problem of(String word, String title, int status, String detail) {
    return new Problem("urn:fleetman:problem:" + word, title, status, detail, null);
  }

  Problem with(List<FieldError> found) {
    return new Problem(type, title, status, detail, found);
  }
}
