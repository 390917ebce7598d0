/** How a cell runs: under systemd, under supervisord, or not at all. */
@NullMarked
package io.fleetman.agent.runtime;

import org.jspecify.annotations.NullMarked;
