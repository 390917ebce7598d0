package io.fleetman.layout;

/** A name or a path that must not become part of a key; the message names it and the fix. */
public final class InvalidNameException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /**
   * @param what what kind of name it is, as the user calls it, for example {@code node}
   * @param value the offending value
   * @param fix what would be accepted
   */
  public InvalidNameException(String what, String value, String fix) {
    super("'" + printable(value) + "' is not a valid " + what + ": " + fix);
  }

  private static String printable(String value) {
    String cut = value.length() > 120 ? value.substring(0, 120) + "…" : value;
    return cut.chars()
        .mapToObj(
            c -> Character.isISOControl(c) ? String.format("\\u%04x", c) : String.valueOf((char) c))
        .reduce("", String::concat);
  }
}
