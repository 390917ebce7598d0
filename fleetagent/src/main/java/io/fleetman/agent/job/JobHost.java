package io.fleetman.agent.job;

import io.fleetman.agent.process.Runner;
import io.fleetman.killpoint.KillPoints;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;

/**
 * What every attempt needs of this machine.
 *
 * @param settings the node's configuration
 * @param admission whether the node takes a job at all
 * @param keepers who keeps programs
 * @param programs what a step's program is here
 * @param files what steps put onto the node
 * @param services the node's cells
 * @param runner runs tools
 * @param reserve what stays free on the disk
 * @param memory what is kept across restarts
 * @param clock this node's, for what is shown and for limits on this node alone
 * @param mayAct whether the agent may act at all, or has to end, or found another in its place
 * @param kills told of every step
 */
record JobHost(
    JobSettings settings,
    Admission admission,
    Keepers keepers,
    Programs programs,
    NodeFiles files,
    Services services,
    Runner runner,
    Reserve reserve,
    Memory memory,
    InstantSource clock,
    BooleanSupplier mayAct,
    KillPoints kills) {}
