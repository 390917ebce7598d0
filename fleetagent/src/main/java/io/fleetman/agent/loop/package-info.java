/** Work that sleeps until it is woken, and is tried again until it succeeds. */
@NullMarked
package io.fleetman.agent.loop;

import org.jspecify.annotations.NullMarked;
