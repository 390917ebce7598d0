package io.fleetman.controller.web;

/**
 * Somebody changed what a page showed before its reader asked for something to be done to it, so
 * nothing was done: the reader is told, and shown both.
 *
 * @param what was changed
 * @param saw it as the page had it; empty if the page did not say
 * @param now it as it is
 */
public record Overtaken(String what, String saw, String now) {}
