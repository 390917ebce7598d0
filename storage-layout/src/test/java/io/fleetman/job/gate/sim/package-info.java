/** One execution on many simulated nodes, the real decisions, virtual time, from a seed. */
@NullMarked
package io.fleetman.job.gate.sim;

import org.jspecify.annotations.NullMarked;
