package io.fleetman.job;

import org.jspecify.annotations.Nullable;

/**
 * What an attempt wrote, and where it is.
 *
 * @param chunks how many chunks of it are in the bucket, complete and in order
 * @param inline all of it, as frames, if it is little and no chunk was put; null: it is in the
 *     chunks
 * @param stdout bytes of standard output that were kept
 * @param stderr bytes of standard error that were kept
 * @param dropped bytes of both that were not kept, beyond the job's limit
 * @param sha256 of what was kept of standard output, then standard error: nodes with the same said
 *     the same; null if nothing was
 */
public record JobOutput(
    int chunks,
    @Nullable String inline,
    long stdout,
    long stderr,
    long dropped,
    @Nullable String sha256) {
  /** The most bytes of frames that are kept within the verdict. */
  public static final int MOST_INLINE = 8 * 1024;

  /** Nothing was written. */
  public static final JobOutput NONE = new JobOutput(0, null, 0, 0, 0, null);
}
