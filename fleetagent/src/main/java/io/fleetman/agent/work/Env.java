package io.fleetman.agent.work;

import io.fleetman.agent.activate.CellHost;
import io.fleetman.agent.journal.Journal;
import io.fleetman.agent.loop.Loops;
import io.fleetman.agent.report.Duty;
import io.fleetman.agent.report.Heartbeats;
import io.fleetman.agent.report.Problems;
import io.fleetman.killpoint.KillPoints;
import io.fleetman.layout.NodeId;
import io.fleetman.store.DocumentStore;
import java.time.InstantSource;
import java.util.concurrent.Semaphore;

/**
 * What every worker shares.
 *
 * @param node this node
 * @param documents the store
 * @param host this machine
 * @param journal the memory
 * @param heartbeats the guard against a second agent with this id
 * @param duty whether to act at all
 * @param problems where to say what is wrong
 * @param loops when work is done, and done again after a failure
 * @param fetches how many deployments may fetch at the same time
 * @param clock for times that are shown
 * @param kills told of every step
 */
public record Env(
    NodeId node,
    DocumentStore documents,
    CellHost host,
    Journal journal,
    Heartbeats heartbeats,
    Duty duty,
    Problems problems,
    Loops loops,
    Semaphore fetches,
    InstantSource clock,
    KillPoints kills) {}
