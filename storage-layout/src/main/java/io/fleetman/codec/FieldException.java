package io.fleetman.codec;

import org.jspecify.annotations.Nullable;

/** A field of what a program sent cannot be used. */
public final class FieldException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final String field;

  /**
   * @param field its path, such as {@code spec.health.http}; empty for the whole
   * @param sentence what is wrong, and what to send instead
   */
  public FieldException(String field, String sentence, @Nullable Throwable cause) {
    super(sentence, cause);
    this.field = field;
  }

  /** Its path; empty for the whole. */
  public String field() {
    return field;
  }
}
