package io.fleetman.document;

/**
 * Something on the host that is not as the agent left it.
 *
 * @param subject a path of the release, or {@code unit}
 * @param reason in words: {@code content changed}, {@code missing}, {@code mode is 0600, not 0644},
 *     {@code stopped by hand} ...
 */
public record Drift(String subject, String reason) {}
