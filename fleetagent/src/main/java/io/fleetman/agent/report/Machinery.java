package io.fleetman.agent.report;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the kernel says about the machine. What it does not say is null, never an error. */
public final class Machinery {
  /**
   * How loaded the machine is.
   *
   * @param cpuPercent of all cores since the last call; null at the first
   * @param memoryUsed bytes that are not available to a new program
   * @param memoryTotal bytes
   * @param diskUsed bytes on the file system of the releases
   * @param diskTotal bytes there
   */
  public record Load(
      @Nullable Integer cpuPercent,
      @Nullable Long memoryUsed,
      @Nullable Long memoryTotal,
      @Nullable Long diskUsed,
      @Nullable Long diskTotal) {}

  /** Processor time so far, in ticks. */
  record Ticks(long busy, long total) {
    /** From the first line of {@code /proc/stat}; null if it cannot be understood. */
    static @Nullable Ticks parse(String line) {
      if (!line.startsWith("cpu ")) {
        return null;
      }
      // user nice system idle iowait irq softirq steal; guest time is within user time
      long[] times =
          Arrays.stream(line.substring(4).strip().split("\\s+", -1))
              .limit(8)
              .mapToLong(Long::parseLong)
              .toArray();
      long total = Arrays.stream(times).sum();
      long idle = times.length > 4 ? times[3] + times[4] : 0;
      return new Ticks(total - idle, total);
    }

    @Nullable Integer percentSince(Ticks before) {
      long passed = total - before.total;
      return passed <= 0 ? null : (int) Math.round(100.0 * (busy - before.busy) / passed);
    }
  }

  private final Path proc;
  private final Path disk;
  private @Nullable Ticks last;

  /**
   * Reads from here.
   *
   * @param proc {@code /proc}
   * @param disk a folder on the file system of the releases; it need not exist yet
   */
  public Machinery(Path proc, Path disk) {
    this.proc = proc;
    this.disk = disk;
  }

  /** The load now. */
  public synchronized Load load() {
    Ticks now = ticks();
    Integer cpu = now == null || last == null ? null : now.percentSince(last);
    last = now;
    Long total = memory("MemTotal:");
    Long available = memory("MemAvailable:");
    FileStore store = fileStore();
    try {
      return new Load(
          cpu,
          total == null || available == null ? null : Long.valueOf(total - available),
          total,
          store == null ? null : Long.valueOf(store.getTotalSpace() - store.getUsableSpace()),
          store == null ? null : Long.valueOf(store.getTotalSpace()));
    } catch (IOException e) {
      return new Load(cpu, null, total, null, null);
    }
  }

  private @Nullable Ticks ticks() {
    List<String> lines = lines("stat");
    return lines.isEmpty() ? null : Ticks.parse(lines.getFirst());
  }

  private @Nullable Long memory(String name) {
    return lines("meminfo").stream()
        .filter(line -> line.startsWith(name))
        .findFirst()
        .map(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
        .orElse(null);
  }

  private List<String> lines(String file) {
    try {
      return Files.readAllLines(proc.resolve(file));
    } catch (IOException e) {
      return List.of(); // not Linux, or a locked-down container: unknown
    }
  }

  private @Nullable FileStore fileStore() {
    Path there = disk;
    while (there != null && !Files.exists(there)) {
      there = there.getParent();
    }
    try {
      return there == null ? null : Files.getFileStore(there);
    } catch (IOException e) {
      return null;
    }
  }
}
