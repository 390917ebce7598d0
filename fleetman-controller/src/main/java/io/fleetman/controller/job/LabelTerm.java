package io.fleetman.controller.job;

import io.fleetman.controller.support.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A part of a label selector.
 *
 * @param key a label, or {@code cell}: what the node runs
 * @param test how it is compared
 * @param value null where only its presence counts
 */
record LabelTerm(String key, Test test, @Nullable String value) {
  /** The key that means what a node runs: a cell's id, or its manifest. */
  static final String CELL = "cell";

  private static final Pattern FORM =
      Pattern.compile("(!?)([A-Za-z0-9][A-Za-z0-9._/-]*)(?:(!?=)(.*))?");

  /** How. */
  enum Test {
    /** It is the value. */
    IS,
    /** It is there and another, or not there. */
    IS_NOT,
    /** It is there. */
    HAS,
    /** It is not there. */
    HAS_NOT
  }

  /**
   * Reads {@code region=eu,gpu,disk!=hdd,!old}.
   *
   * @throws Refusal if a part is none
   */
  static List<LabelTerm> parse(String selector) {
    List<LabelTerm> terms = new ArrayList<>();
    for (String part : selector.split(",", -1)) {
      Matcher m = FORM.matcher(part.strip());
      if (!m.matches() || (!m.group(1).isEmpty() && m.group(3) != null)) {
        throw new Refusal.Invalid(
            "'"
                + part.strip()
                + "' is no label selector: write label=value, label!=value, label, !label or"
                + " cell=NAME");
      }
      terms.add(
          m.group(3) == null
              ? new LabelTerm(m.group(2), m.group(1).isEmpty() ? Test.HAS : Test.HAS_NOT, null)
              : new LabelTerm(
                  m.group(2), m.group(3).equals("=") ? Test.IS : Test.IS_NOT, m.group(4).strip()));
    }
    return terms;
  }

  boolean matches(Map<String, String> labels, Set<String> cells) {
    if (key.equals(CELL)) {
      boolean runs = value == null ? !cells.isEmpty() : cells.contains(value);
      return (test == Test.IS || test == Test.HAS) == runs;
    }
    String has = labels.get(key);
    return switch (test) {
      case IS -> has != null && has.equals(value);
      case IS_NOT -> has == null || !has.equals(value);
      case HAS -> has != null;
      case HAS_NOT -> has == null;
    };
  }
}
