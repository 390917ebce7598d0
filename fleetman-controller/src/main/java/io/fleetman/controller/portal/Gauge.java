package io.fleetman.controller.portal;

import io.fleetman.controller.console.Human;
import io.fleetman.controller.web.Tone;
import io.fleetman.document.Heartbeat;
import org.jspecify.annotations.Nullable;

/**
 * How full something is.
 *
 * @param name of what
 * @param percent 0 to 100
 * @param detail such as {@code 1.2 GB of 4.0 GB}; empty for none
 */
public record Gauge(String name, int percent, String detail) {
  /** Of all cores. */
  public static @Nullable Gauge cpu(@Nullable Heartbeat beat) {
    return beat == null || beat.cpuPercent() == null
        ? null
        : new Gauge("CPU", Math.clamp(beat.cpuPercent(), 0, 100), "");
  }

  /** Of the machine. */
  public static @Nullable Gauge memory(@Nullable Heartbeat beat) {
    return beat == null ? null : of("Memory", beat.memoryUsed(), beat.memoryTotal());
  }

  /** Of the releases' file system. */
  public static @Nullable Gauge disk(@Nullable Heartbeat beat) {
    return beat == null ? null : of("Disk", beat.diskUsed(), beat.diskTotal());
  }

  private static @Nullable Gauge of(String name, @Nullable Long used, @Nullable Long total) {
    if (used == null || total == null || total <= 0) {
      return null;
    }
    return new Gauge(
        name,
        Math.clamp(100 * used / total, 0, 100),
        Human.bytes(used) + " of " + Human.bytes(total));
  }

  /** Its colour. */
  public Tone tone() {
    return percent >= 95 ? Tone.BAD : percent >= 85 ? Tone.WARN : Tone.GOOD;
  }
}
