package io.fleetman.agent.install;

/**
 * A release that is whole, and what it took.
 *
 * @param release with its record
 * @param filesFetched how many files came from the store
 * @param bytesFetched how many bytes came from the store
 */
public record Installed(Release release, int filesFetched, long bytesFetched) {}
