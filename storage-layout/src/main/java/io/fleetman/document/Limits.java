package io.fleetman.document;

import org.jspecify.annotations.Nullable;

/**
 * What a service may use; null is no limit. Enforced by systemd; the supervisor profile refuses
 * them, because supervisord cannot.
 *
 * @param memory MemoryMax
 * @param swap MemorySwapMax
 * @param cpu CPUQuota
 * @param io IOWeight, 1 to 10000
 * @param tasks TasksMax, at least 1
 */
public record Limits(
    @Nullable ByteSize memory,
    @Nullable ByteSize swap,
    @Nullable CpuShare cpu,
    @Nullable Integer io,
    @Nullable Integer tasks) {
  /** No limits at all. */
  public static final Limits NONE = new Limits(null, null, null, null, null);

  /**
   * @throws IllegalArgumentException if a number is out of its range
   */
  public Limits {
    if (io != null && (io < 1 || io > 10_000)) {
      throw new IllegalArgumentException("io must be from 1 to 10000 (IOWeight), not " + io);
    }
    if (tasks != null && tasks < 1) {
      throw new IllegalArgumentException("tasks must be at least 1, not " + tasks);
    }
  }

  /** These limits, with those of {@code base} where these have none. */
  public Limits over(Limits base) {
    return new Limits(
        memory != null ? memory : base.memory,
        swap != null ? swap : base.swap,
        cpu != null ? cpu : base.cpu,
        io != null ? io : base.io,
        tasks != null ? tasks : base.tasks);
  }
}
