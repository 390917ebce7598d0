/** Decides whether what was started is healthy. */
@NullMarked
package io.fleetman.agent.health;

import org.jspecify.annotations.NullMarked;
