package io.fleetman.document;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@code api/<id>.json}: a request to the REST API that is to be done once, written before it is
 * begun; kept for a day.
 *
 * @param id of whoever asked and the key that they gave, hashed
 * @param asked method, address and body, hashed
 * @param answer what it was answered; null while it is under way
 * @param author who asked
 */
public record RequestDocument(String id, String asked, @Nullable Answer answer, Author author)
    implements Document {
  /**
   * @throws NullPointerException if a field is missing
   */
  public RequestDocument {
    Objects.requireNonNull(id, "id is missing");
    Objects.requireNonNull(asked, "asked is missing");
  }

  /**
   * An answer.
   *
   * @param status of HTTP
   * @param body JSON; null if there was none, or it held a secret
   * @param location where what was created is; null if nothing was
   * @param etag of what it was about; null if it was not said
   * @param secret true if the body held one, and was not kept
   */
  public record Answer(
      int status,
      @Nullable String body,
      @Nullable String location,
      @Nullable String etag,
      boolean secret) {}

  @Override
  public String kind() {
    return "request";
  }
}
