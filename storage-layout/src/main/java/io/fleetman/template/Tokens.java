package io.fleetman.template;

import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** Which tokens there are, so that an unknown one is an error before anything reaches a node. */
public final class Tokens {
  private static final Set<String> FIXED =
      Set.of(
          "node.id",
          "cell.id",
          "manifest",
          "version",
          "folders.release",
          "folders.current",
          "folders.data");

  private Tokens() {}

  /** Tokens in the text that no node could fill in, given these variables. */
  public static SortedSet<String> unknown(String text, Set<String> variables) {
    SortedSet<String> unknown = new TreeSet<>();
    for (String token : Template.tokens(text)) {
      boolean known =
          FIXED.contains(token)
              || (token.startsWith("labels.") && token.length() > "labels.".length())
              || (token.startsWith("vars.")
                  && variables.contains(token.substring("vars.".length())));
      if (!known) {
        unknown.add(token);
      }
    }
    return unknown;
  }

  /** The values that a node fills in, from the fixed ones, its labels and the cell's variables. */
  public static Map<String, String> values(
      Map<String, String> fixed, Map<String, String> labels, Map<String, String> variables) {
    Map<String, String> values = new java.util.TreeMap<>(fixed);
    labels.forEach((k, v) -> values.put("labels." + k, v));
    variables.forEach((k, v) -> values.put("vars." + k, v));
    return values;
  }
}
