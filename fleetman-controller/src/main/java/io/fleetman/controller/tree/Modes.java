package io.fleetman.controller.tree;

import io.fleetman.controller.support.Refusal;
import java.util.regex.Pattern;

/** Permission bits as people write them, and as nodes read them. */
public final class Modes {
  private static final Pattern OCTAL = Pattern.compile("0?[0-7]{3,4}");

  private Modes() {}

  /** Whether it is octal: three digits or four, with a zero in front or not. */
  public static boolean isOctal(String mode) {
    return OCTAL.matcher(mode).matches();
  }

  /**
   * Four digits of what somebody wrote.
   *
   * @throws Refusal.Invalid if it is not octal
   */
  public static String of(String mode) {
    if (!isOctal(mode)) {
      throw new Refusal.Invalid("mode: '" + mode + "' is not octal: write it like 0640");
    }
    return fourDigits(mode);
  }

  /** The same of what is known to be octal: nodes take no fifth digit. */
  static String fourDigits(String mode) {
    String digits = mode.length() == 5 ? mode.substring(1) : mode;
    return "0".repeat(Math.max(0, 4 - digits.length())) + digits;
  }
}
