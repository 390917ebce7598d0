/** The named moments of every change, so that a test can end a process at each of them. */
@NullMarked
package io.fleetman.killpoint;

import org.jspecify.annotations.NullMarked;
