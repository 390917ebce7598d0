/** Finds out, by trying, whether a store keeps the rules that Fleetman relies on. */
@NullMarked
package io.fleetman.store.probe;

import org.jspecify.annotations.NullMarked;
