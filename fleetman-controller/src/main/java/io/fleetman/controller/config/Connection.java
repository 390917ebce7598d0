package io.fleetman.controller.config;

import io.fleetman.store.StorageSettings;

/**
 * The fleet to work on.
 *
 * @param name of its entry in the configuration; {@code environment} if there is no file
 * @param storage where its bucket is
 * @param singleWriter see {@link BucketSettings}
 */
public record Connection(String name, StorageSettings storage, boolean singleWriter) {}
