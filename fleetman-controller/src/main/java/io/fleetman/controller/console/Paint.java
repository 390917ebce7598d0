package io.fleetman.controller.console;

/**
 * Colours text, or leaves it plain.
 *
 * @param on whether the reader can see colours
 */
public record Paint(boolean on) {
  /** How a piece of text is to look. */
  public enum Style {
    /** As it is. */
    PLAIN(""),
    /** Well. */
    GOOD("32"),
    /** Not well yet, or to be looked at. */
    WARN("33"),
    /** Wrong. */
    BAD("31"),
    /** At work. */
    BUSY("36"),
    /** Less important. */
    DIM("2"),
    /** More important. */
    BOLD("1");

    private final String code;

    Style(String code) {
      this.code = code;
    }
  }

  /** The text in this style. */
  public String as(Style style, String text) {
    return on && style != Style.PLAIN && !text.isEmpty()
        ? "\u001b[" + style.code + "m" + text + "\u001b[0m"
        : text;
  }

  /** Well. */
  public String good(String text) {
    return as(Style.GOOD, text);
  }

  /** To be looked at. */
  public String warn(String text) {
    return as(Style.WARN, text);
  }

  /** Wrong. */
  public String bad(String text) {
    return as(Style.BAD, text);
  }

  /** Less important. */
  public String dim(String text) {
    return as(Style.DIM, text);
  }

  /** More important. */
  public String bold(String text) {
    return as(Style.BOLD, text);
  }
}
