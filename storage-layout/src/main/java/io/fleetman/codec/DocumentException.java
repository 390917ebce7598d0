package io.fleetman.codec;

import java.util.Objects;

/** A document or a configuration that cannot be read; the message says where and what to write. */
public final class DocumentException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With a sentence for the user. */
  public DocumentException(String message) {
    super(message);
  }

  /** With a sentence for the user and what caused it. */
  public DocumentException(String message, Throwable cause) {
    super(message, cause);
  }

  /** The sentence; there always is one. */
  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }
}
