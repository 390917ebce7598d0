/** Waiting: how long until the next try, with jitter. */
@NullMarked
package io.fleetman.agent.time;

import org.jspecify.annotations.NullMarked;
