package io.fleetman.benchmarks;

/**
 * What a run took.
 *
 * @param seconds by the wall clock
 * @param cpu seconds of processor time, user and system, of the process that was measured
 * @param requests that reached the store; negative where they were not counted
 */
record Spent(double seconds, double cpu, int requests) {}
