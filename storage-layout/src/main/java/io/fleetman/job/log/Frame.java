package io.fleetman.job.log;

/**
 * A piece of output, as it was read at once.
 *
 * @param stream where from
 * @param millis when it was read, since the attempt began
 * @param bytes exactly what was read
 */
@SuppressWarnings("ArrayRecordComponent") // frames are never compared as records
public record Frame(Stream stream, long millis, byte[] bytes) {}
