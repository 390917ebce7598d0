package io.fleetman.controller.publish;

import io.fleetman.layout.CellRef;
import io.fleetman.layout.Version;
import org.jspecify.annotations.Nullable;

/** What a command to one cell came to, as far as the bucket goes; the node's part follows. */
public sealed interface Outcome {
  /** Which cell. */
  CellRef cell();

  /**
   * The trigger was swapped.
   *
   * @param command {@code publish}, {@code rollback}, {@code restart}, {@code stop}, {@code start},
   *     {@code repair} or {@code remove}
   * @param version what the cell must be at; null if removed
   * @param triggerId to follow
   * @param sequence to follow
   */
  record Sent(
      CellRef cell, String command, @Nullable Version version, String triggerId, long sequence)
      implements Outcome {}

  /**
   * The trigger says so already; nothing was written, but the doorbell was rung again if the node
   * has not heard of it yet.
   *
   * @param why one sentence
   * @param triggerId the command that asked for it
   * @param sequence its sequence
   */
  record NothingToDo(
      CellRef cell, String why, @Nullable Version version, String triggerId, long sequence)
      implements Outcome {}

  /**
   * The node is where it was to go to, though no trigger says so; it was told nothing, and nothing
   * is to be waited for.
   *
   * @param why one sentence
   * @param version what is there; null: nothing is, nor ever was
   */
  record There(CellRef cell, String why, @Nullable Version version) implements Outcome {}

  /**
   * It was refused or failed; nothing changed for the node. Only where several cells were meant;
   * for one cell it is thrown.
   */
  record Failed(CellRef cell, RuntimeException cause) implements Outcome {}
}
