package io.fleetman.e2e.size;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a Java process took.
 *
 * @param heapLimit megabytes that its heap may have
 * @param heapPeak megabytes of the heap that were in use after a collection, at most
 * @param residentPeak megabytes of memory that it had, at most
 * @param resident megabytes that it has
 */
record Footprint(int heapLimit, int heapPeak, int residentPeak, int resident) {
  private static final Pattern COLLECTION = Pattern.compile("Pause .* \\d+M->(\\d+)M\\(\\d+M\\)");
  private static final Pattern LIMIT = Pattern.compile("-Xmx(\\d+)m");

  /** The option with which a JVM writes what {@link #of} reads. */
  static String option(Path log) {
    return "-Xlog:gc:file=" + log;
  }

  static Footprint of(long pid, Path log) {
    try {
      Path proc = Path.of("/proc").resolve(Long.toString(pid));
      String status = Files.readString(proc.resolve("status"));
      return new Footprint(
          largest(LIMIT, Files.readString(proc.resolve("cmdline")).replace('\0', ' ')),
          largest(COLLECTION, Files.readString(log)),
          largest(Pattern.compile("VmHWM:\\s+(\\d+)"), status) / 1024,
          largest(Pattern.compile("VmRSS:\\s+(\\d+)"), status) / 1024);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int largest(Pattern pattern, String text) {
    int largest = 0;
    for (Matcher m = pattern.matcher(text); m.find(); ) {
      largest = Math.max(largest, Integer.parseInt(m.group(1)));
    }
    return largest;
  }
}
