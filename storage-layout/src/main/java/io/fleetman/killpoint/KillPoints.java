package io.fleetman.killpoint;

import java.util.Map;

/** Told of every {@link KillPoint} that is passed; outside of tests nothing comes of it. */
@FunctionalInterface
public interface KillPoints {
  /**
   * The environment variable that names one: {@code publish-copied}, or {@code publish-copied:3}
   * for the third time it is passed, or {@code web@deploy-flipped} where it is passed for many and
   * only cell {@code web} is to be held; several with commas between them. The process says {@code
   * held at publish-copied} on stderr and waits there to be killed; a byte on stdin lets it go on.
   */
  String VARIABLE = "FLEETMAN_HOLD_AT";

  /** That moment is now; returns unless the process is to be held there. */
  void passed(KillPoint point);

  /** The same for one of many that pass the same points side by side, such as a cell. */
  default KillPoints in(String subject) {
    return this;
  }

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
    return wanted == null || wanted.isEmpty() ? none() : Holds.parse(wanted);
  }
}
