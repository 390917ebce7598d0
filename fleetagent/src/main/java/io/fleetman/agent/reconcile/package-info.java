/**
 * Decides what to do about a cell, from what is asked, what was handled and what is there. Pure.
 */
@NullMarked
package io.fleetman.agent.reconcile;

import org.jspecify.annotations.NullMarked;
