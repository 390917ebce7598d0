package io.fleetman.codec;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An environment variable that looks like a program's own and is not: a typing mistake.
 *
 * @param name as it is set
 * @param near the known variable that was probably meant; null if none is near
 */
public record UnknownVariable(String name, @Nullable String near) {
  /**
   * Those that begin with the prefix and are not known, by name.
   *
   * @param known the whole names of those that are understood
   */
  public static List<UnknownVariable> among(
      Map<String, String> environment, String prefix, Collection<String> known) {
    List<String> words = known.stream().map(name -> name.substring(prefix.length())).toList();
    return environment.keySet().stream()
        .filter(name -> name.startsWith(prefix) && !known.contains(name))
        .sorted()
        .map(
            name -> {
              String near = Nearest.of(name.substring(prefix.length()), words);
              return new UnknownVariable(name, near == null ? null : prefix + near);
            })
        .toList();
  }

  /** For people. The value is not repeated: it may be a key. */
  public String sentence() {
    return "environment variable "
        + name
        + " is not known and is ignored"
        + (near == null ? "" : "; did you mean " + near + "?");
  }
}
