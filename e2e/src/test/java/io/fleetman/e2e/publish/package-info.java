/** Publishers that are killed, and publishers that get into each other's way, on real stores. */
@NullMarked
package io.fleetman.e2e.publish;

import org.jspecify.annotations.NullMarked;
