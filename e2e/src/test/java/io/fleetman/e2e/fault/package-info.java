/** A proxy that breaks HTTP on purpose, and what real processes make of it. */
@NullMarked
package io.fleetman.e2e.fault;

import org.jspecify.annotations.NullMarked;
