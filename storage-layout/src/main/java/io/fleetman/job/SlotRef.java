package io.fleetman.job;

/**
 * Which slot.
 *
 * @param chain from 0
 * @param generation from 0
 */
public record SlotRef(int chain, int generation) {}
