package io.fleetman.killpoint;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Told of every {@link KillPoint} that is passed; outside of tests nothing comes of it. */
@FunctionalInterface
public interface KillPoints {
  /**
   * The environment variable that names one: {@code publish-copied}, or {@code publish-copied:3}
   * for the third time it is passed. The process says {@code held at publish-copied} on stderr and
   * waits there to be killed.
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
    @Nullable String wanted = environment.get(VARIABLE);
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
    AtomicInteger left = new AtomicInteger(parts.length == 1 ? 1 : Integer.parseInt(parts[1]));
    return point -> {
      if (point == held && left.decrementAndGet() <= 0) {
        System.err.println("held at " + point.word());
        while (true) {
          LockSupport.park();
        }
      }
    };
  }
}
