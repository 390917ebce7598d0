package io.fleetman.controller.tree;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Files of this machine that live as long as an upload does. They hold the process's id in their
 * names, so that those of a program that was killed are told from those in use, and swept.
 */
final class Temporary {
  private static final Pattern NAME = Pattern.compile("fleetman-tmp-(\\d+)-.*");
  private static final long UNTOUCHED_MILLIS = 3_600_000;
  private static final AtomicBoolean SWEPT = new AtomicBoolean();

  private Temporary() {}

  /** A new file. */
  static Path file(String ending) throws IOException {
    sweepOnce();
    return Files.createTempFile(prefix(), ending);
  }

  /** A new folder. */
  static Path folder() throws IOException {
    sweepOnce();
    return Files.createTempDirectory(prefix());
  }

  /** What the names of this process's files begin with. */
  static String prefix() {
    return "fleetman-tmp-" + ProcessHandle.current().pid() + "-";
  }

  /** Deletes a folder with all in it, or a file; what is not there is no error. */
  static void delete(Path path) throws IOException {
    if (!Files.exists(path)) {
      return;
    }
    try (Stream<Path> all = Files.walk(path)) {
      for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(one);
      }
    }
  }

  private static void sweepOnce() throws IOException {
    if (SWEPT.compareAndSet(false, true)) {
      sweep(Path.of(System.getProperty("java.io.tmpdir")));
    }
  }

  /** Deletes what dead processes left there. */
  static void sweep(Path folder) throws IOException {
    FileTime now = Files.getLastModifiedTime(Files.createTempFile(folder, prefix(), ".now"));
    try (Stream<Path> all = Files.list(folder)) {
      for (Path path : all.toList()) {
        Matcher name = NAME.matcher(path.getFileName().toString());
        if (name.matches()
            && (path.getFileName().toString().endsWith(".now")
                || isLeft(path, Long.parseLong(name.group(1)), now))) {
          delete(path);
        }
      }
    }
  }

  private static boolean isLeft(Path path, long process, FileTime now) throws IOException {
    return ProcessHandle.of(process).isEmpty()
        && now.toMillis() - Files.getLastModifiedTime(path).toMillis() > UNTOUCHED_MILLIS;
  }
}
