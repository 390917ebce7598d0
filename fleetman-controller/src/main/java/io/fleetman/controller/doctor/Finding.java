package io.fleetman.controller.doctor;

/**
 * Something in the bucket that is not as it should be.
 *
 * @param severity how bad
 * @param where the key or the folder
 * @param what one sentence
 * @param fix one sentence: what to do
 * @param repairable whether {@code --repair} does it
 */
public record Finding(
    Severity severity, String where, String what, String fix, boolean repairable) {
  /** How bad. */
  public enum Severity {
    /** Costs space only. */
    GARBAGE,
    /** May surprise somebody. */
    WARNING,
    /** Something does not work. */
    ERROR
  }
}
