/** Everything that the agent can do to its node for one cell. */
@NullMarked
package io.fleetman.agent.activate;

import org.jspecify.annotations.NullMarked;
