package io.fleetman.controller.tree;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files of this machine that live as long as an upload does. They hold the process's id in their
 * names, so that those of a program that was killed are told from those in use, and swept.
 */
public final class Temporary {
  private static final Logger LOG = LoggerFactory.getLogger(Temporary.class);
  private static final Pattern NAME = Pattern.compile("fleetman-tmp-(\\d{1,18})-.*");
  private static final long UNTOUCHED_MILLIS = 3_600_000;
  private static final AtomicBoolean SWEPT = new AtomicBoolean();

  private Temporary() {}

  /**
   * A new file.
   *
   * @throws TemporaryFolderException if none can be made
   */
  public static Path file(String ending) {
    sweepOnce();
    try {
      return Files.createTempFile(prefix(), ending);
    } catch (IOException e) {
      throw new TemporaryFolderException(e);
    }
  }

  /**
   * A new folder.
   *
   * @throws TemporaryFolderException if none can be made
   */
  static Path folder() {
    sweepOnce();
    try {
      return Files.createTempDirectory(prefix());
    } catch (IOException e) {
      throw new TemporaryFolderException(e);
    }
  }

  /**
   * Writes into a file of these, or below a folder of these; what fails is a {@link
   * TemporaryFolderException}, so that it is not taken for a fault of what is read meanwhile.
   */
  public static OutputStream write(Path file) {
    try {
      return new Guarded(Files.newOutputStream(file));
    } catch (IOException e) {
      throw new TemporaryFolderException(e);
    }
  }

  /** Where they are made. */
  static Path place() {
    return Path.of(System.getProperty("java.io.tmpdir"));
  }

  private static final class Guarded extends FilterOutputStream {
    Guarded(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int b) {
      try {
        out.write(b);
      } catch (IOException e) {
        throw new TemporaryFolderException(e);
      }
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      try {
        out.write(bytes, offset, length);
      } catch (IOException e) {
        throw new TemporaryFolderException(e);
      }
    }

    @Override
    public void close() {
      try {
        out.close();
      } catch (IOException e) {
        throw new TemporaryFolderException(e);
      }
    }
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
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** How a leftover goes. */
  interface Removal {
    /** Deletes a folder with all in it, or a file. */
    void of(Path path) throws IOException;
  }

  private static void sweepOnce() {
    if (SWEPT.compareAndSet(false, true)) {
      sweep(place(), Temporary::delete);
    }
  }

  /**
   * Deletes what dead processes left there. The folder is everybody's: what is another user's, or
   * goes while it is looked at, stays as it is and is no reason not to upload.
   */
  static void sweep(Path folder, Removal removal) {
    try {
      FileTime now = now(folder);
      try (Stream<Path> all = Files.list(folder)) {
        all.forEach(path -> sweep(path, now, removal));
      }
    } catch (IOException | UncheckedIOException e) {
      LOG.debug("{} is not swept: {}", folder, e.getMessage());
    }
  }

  private static void sweep(Path path, FileTime now, Removal removal) {
    Matcher name = NAME.matcher(path.getFileName().toString());
    try {
      if (name.matches() && isLeft(path, Long.parseLong(name.group(1)), now)) {
        removal.of(path);
      }
    } catch (IOException e) {
      LOG.debug("{} is left to whoever owns it: {}", path, e.getMessage());
    }
  }

  // By the file system's own clock, which may be another machine's.
  private static FileTime now(Path folder) throws IOException {
    Path fresh = Files.createTempFile(folder, prefix(), ".now");
    try {
      return Files.getLastModifiedTime(fresh);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  private static boolean isLeft(Path path, long process, FileTime now) throws IOException {
    return ProcessHandle.of(process).isEmpty()
        && now.toMillis() - Files.getLastModifiedTime(path).toMillis() > UNTOUCHED_MILLIS;
  }
}
