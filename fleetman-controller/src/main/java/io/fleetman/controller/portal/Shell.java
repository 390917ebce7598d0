package io.fleetman.controller.portal;

import io.fleetman.controller.web.Words;
import org.jspecify.annotations.Nullable;

/** Commands for people to copy. Pure. */
public final class Shell {
  private final StringBuilder line;

  private Shell(String command) {
    this.line = new StringBuilder(command);
  }

  /** Begins with the program and what it is to do: {@code fleetman publish}. */
  public static Shell of(String command) {
    return new Shell(command);
  }

  /** An argument, quoted where a shell would take it apart. */
  public Shell arg(Object value) {
    line.append(' ').append(Words.shell(value.toString()));
    return this;
  }

  /** An option with its value; nothing if that is missing or empty. */
  public Shell option(String name, @Nullable Object value) {
    if (value != null && !value.toString().isEmpty()) {
      line.append(' ').append(name).append(' ').append(Words.shell(value.toString()));
    }
    return this;
  }

  /** An option without a value, if it is meant. */
  public Shell flag(String name, boolean meant) {
    if (meant) {
      line.append(' ').append(name);
    }
    return this;
  }

  @Override
  public String toString() {
    return line.toString();
  }
}
