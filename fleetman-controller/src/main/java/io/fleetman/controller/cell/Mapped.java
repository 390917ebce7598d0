package io.fleetman.controller.cell;

import io.fleetman.document.CellDocument;

/**
 * What mapping a cell came to.
 *
 * @param cell as it is now
 * @param change what was done
 */
public record Mapped(CellDocument cell, Change change) {
  /** What was done. */
  public enum Change {
    /** There was none. */
    CREATED,
    /** There had been one that was removed; this one has a uid of its own. */
    RECREATED,
    /** Its variables were others. */
    CHANGED,
    /** It is so already; nothing was written. */
    UNCHANGED
  }
}
