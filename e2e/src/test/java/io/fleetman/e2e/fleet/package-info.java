/** A fleet of whole processes: a real store, the command line, agents on real nodes. */
@NullMarked
package io.fleetman.e2e.fleet;

import org.jspecify.annotations.NullMarked;
