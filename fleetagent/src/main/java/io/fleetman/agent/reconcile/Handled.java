package io.fleetman.agent.reconcile;

import io.fleetman.document.CellStatus;
import org.jspecify.annotations.Nullable;

/**
 * How far the agent got with the last command that it accepted.
 *
 * @param last what it made of it
 * @param working the command that was not finished; null if it was, or if only status.json is left
 */
public record Handled(CellStatus last, @Nullable Command working) {}
