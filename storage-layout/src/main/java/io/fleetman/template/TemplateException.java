package io.fleetman.template;

import java.util.Collection;
import java.util.Objects;
import java.util.stream.Collectors;

/** A text that cannot be rendered; the message says why of it, such as "has an unknown token". */
public final class TemplateException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private TemplateException(String message) {
    super(message);
  }

  static TemplateException unknown(String token, Collection<String> known) {
    return new TemplateException(
        "has an unknown token '{{ "
            + token
            + " }}'; known here: "
            + known.stream().sorted().collect(Collectors.joining(", ")));
  }

  static TemplateException tooLarge(String token) {
    return new TemplateException(
        "becomes larger than "
            + (Template.MOST_RENDERED >> 20)
            + " MB once its tokens are filled in, with '{{ "
            + token
            + " }}' among them: keep long texts in files of their own");
  }

  /** What is to be said after the text's name. */
  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }
}
