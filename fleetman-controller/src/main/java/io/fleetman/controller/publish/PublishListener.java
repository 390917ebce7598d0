package io.fleetman.controller.publish;

import io.fleetman.layout.CellRef;
import io.fleetman.layout.Version;

/** Hears how far a publish is; called from several threads. */
public interface PublishListener {
  /** Nobody listens. */
  PublishListener NONE = new PublishListener() {};

  /** The next cell's turn has come; what is thrown here ends the whole publish before it. */
  default void begins(CellRef cell) {}

  /** A snapshot is being made. */
  default void copying(CellRef cell, Version version, int files) {}

  /** One more of its files was copied. */
  default void copied(CellRef cell) {}

  /** Nothing more is done about this cell, whatever came of it. */
  default void ended(CellRef cell) {}

  /** Something that does not stop it: a doorbell that could not be rung. */
  default void note(CellRef cell, String sentence) {}
}
