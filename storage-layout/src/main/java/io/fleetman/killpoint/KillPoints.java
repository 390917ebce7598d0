package io.fleetman.killpoint;

import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Told of every {@link KillPoint} that is passed; outside of tests nothing comes of it. */
@FunctionalInterface
public interface KillPoints {
  /**
   * The environment variable that names one: {@code publish-copied}, or {@code publish-copied:3}
   * for the third time it is passed. The process says {@code held at publish-copied} on stderr and
   * waits there to be killed; a byte on stdin lets it go on.
   */
  String VARIABLE = "FLEETMAN_HOLD_AT";

  /** That moment is now; returns unless the process is to be held there. */
  void passed(KillPoint point);

  /** Nothing comes of any. */
  static KillPoints none() {
    return _ -> {};
  }

  /**
   * What the environment asks for.
   *
   * @throws IllegalArgumentException in words, if {@link #VARIABLE} names no kill point
   */
  static KillPoints of(Map<String, String> environment) {
    String wanted = environment.get(VARIABLE);
    if (wanted == null || wanted.isEmpty()) {
      return none();
    }
    String[] parts = wanted.split(":", 2);
    KillPoint held =
        KillPoint.of(parts[0])
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        VARIABLE
                            + ": there is no kill point '"
                            + parts[0]
                            + "': name one of "
                            + Arrays.stream(KillPoint.values()).map(KillPoint::word).toList()));
    return new Hold(held, parts.length == 1 ? 1 : times(parts[1]), System.in, System.err);
  }

  private static int times(String text) {
    try {
      int times = Integer.parseInt(text);
      if (times > 0) {
        return times;
      }
    } catch (NumberFormatException e) {
      throw notANumber(text, e);
    }
    throw notANumber(text, null);
  }

  private static IllegalArgumentException notANumber(
      String text, @Nullable NumberFormatException cause) {
    return new IllegalArgumentException(
        VARIABLE + ": '" + text + "' is not how many times: write it like publish-copied:3", cause);
  }
}
