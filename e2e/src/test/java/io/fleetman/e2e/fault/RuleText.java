package io.fleetman.e2e.fault;

import io.fleetman.codec.Durations;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Rules as one writes them by hand: {@code GET,LIST trigger 0.5 503}. */
final class RuleText {
  private RuleText() {}

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException with a sentence
   */
  static Rule read(String text) {
    String[] words = text.strip().split(" +", -1);
    if (words.length != 4) {
      throw new IllegalArgumentException(
          "a rule is KINDS KEY_REGEX PROBABILITY FAULT, such as: GET,LIST trigger 0.5 503");
    }
    return new Rule(
        kinds(words[0]),
        Pattern.compile(words[1]),
        Double.parseDouble(words[2]),
        Integer.MAX_VALUE,
        fault(words[3]));
  }

  private static Set<Kind> kinds(String text) {
    return text.equals("*")
        ? EnumSet.allOf(Kind.class)
        : Arrays.stream(text.toUpperCase(Locale.ROOT).split(",", -1))
            .map(Kind::valueOf)
            .collect(Collectors.toCollection(() -> EnumSet.noneOf(Kind.class)));
  }

  private static Fault fault(String text) {
    String[] parts = text.split(":", 2);
    String value = parts.length > 1 ? parts[1] : "1s";
    return switch (parts[0]) {
      case "lost" -> new Fault.LostAnswer();
      case "late" -> new Fault.Late(Durations.parse(value));
      case "403" -> Fault.DENIED;
      case "404" -> Fault.NO_SUCH_KEY;
      case "409" -> Fault.CONFLICT;
      case "412" -> Fault.PRECONDITION_FAILED;
      case "500" -> Fault.INTERNAL;
      case "503" -> Fault.SLOW_DOWN;
      case "cut" -> new Fault.CutBody();
      case "drip" -> new Fault.Drip(Durations.parse(value));
      case "endless" -> new Fault.Endless();
      case "stale" -> new Fault.Stale();
      case "hang" -> new Fault.Hang();
      case "slow" -> new Fault.Slow(Durations.parse(value));
      case "html" -> new Fault.Html();
      case "half" -> new Fault.HalfBody();
      default -> throw new IllegalArgumentException("no fault is called '" + parts[0] + "'");
    };
  }
}
