package io.fleetman.template;

import java.util.Collection;
import java.util.stream.Collectors;

/** A token that nothing stands for. */
public final class UnknownTokenException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnknownTokenException(String token, Collection<String> known) {
    super(
        "unknown token '{{ "
            + token
            + " }}'; known here: "
            + known.stream().sorted().collect(Collectors.joining(", ")));
  }
}
