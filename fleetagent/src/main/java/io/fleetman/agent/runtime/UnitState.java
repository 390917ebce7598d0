package io.fleetman.agent.runtime;

import org.jspecify.annotations.Nullable;

/**
 * A service as its systemd or supervisord sees it.
 *
 * @param active systemd's ActiveState ({@code active}, {@code failed}, and so on), supervisord's
 *     word, or {@code n/a} for files only
 * @param detail more of the same in words: sub state, result, exit status; empty if there is none
 * @param running whether it runs; null for files only or if nobody can say
 * @param enabled whether it starts with the machine
 * @param mainPid 0 if there is none
 * @param restarts how often it was started again by itself; 0 if unknown
 */
public record UnitState(
    String active,
    String detail,
    @Nullable Boolean running,
    boolean enabled,
    long mainPid,
    int restarts) {
  /** Files only: nothing runs, and nothing should. */
  public static final UnitState NOT_APPLICABLE = new UnitState("n/a", "", null, true, 0, 0);
}
