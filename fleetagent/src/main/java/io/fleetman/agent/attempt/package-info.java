/** Runs the programs of jobs so that they outlive the agent, and always have an end. */
@NullMarked
package io.fleetman.agent.attempt;

import org.jspecify.annotations.NullMarked;
