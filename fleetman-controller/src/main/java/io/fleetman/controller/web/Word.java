package io.fleetman.controller.web;

/**
 * A word with its colour, as lists show states.
 *
 * @param text says it all; {@code –} for nothing to say
 * @param tone how it looks
 */
public record Word(String text, Tone tone) {}
