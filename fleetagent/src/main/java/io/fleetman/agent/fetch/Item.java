package io.fleetman.agent.fetch;

import java.nio.file.Path;

/**
 * One file to get.
 *
 * @param name what it is called in messages
 * @param key where it is in the store
 * @param size the bytes that it must have
 * @param sha256 the hash that it must have
 * @param target where it goes; must not exist
 */
public record Item(String name, String key, long size, String sha256, Path target) {}
