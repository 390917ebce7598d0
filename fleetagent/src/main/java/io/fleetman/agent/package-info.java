/** The agent's program: its command line, and how its parts are put together. */
@NullMarked
package io.fleetman.agent;

import org.jspecify.annotations.NullMarked;
