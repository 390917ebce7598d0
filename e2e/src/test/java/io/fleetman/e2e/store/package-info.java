/** The store's contract and its probe, on every store that there is. */
@NullMarked
package io.fleetman.e2e.store;

import org.jspecify.annotations.NullMarked;
