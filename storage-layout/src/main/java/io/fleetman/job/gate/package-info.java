/** Who may run, and what came of it: the decisions of jobs, the same for agents and controllers. */
@NullMarked
package io.fleetman.job.gate;

import org.jspecify.annotations.NullMarked;
