package io.fleetman.store;

/**
 * A store's word for one state of an object. Opaque: it is compared for equality and handed back,
 * never read.
 *
 * @param value without quotes
 */
public record ETag(String value) {}
