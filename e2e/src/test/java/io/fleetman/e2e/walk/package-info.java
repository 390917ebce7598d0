/** Random walks: the real decisions of publishers and agents, one step at a time, from a seed. */
@NullMarked
package io.fleetman.e2e.walk;

import org.jspecify.annotations.NullMarked;
