/** Agents on real nodes that are killed at every named step. */
@org.jspecify.annotations.NullMarked
package io.fleetman.e2e.kill;
