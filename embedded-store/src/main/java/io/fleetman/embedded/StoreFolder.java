package io.fleetman.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of a store, owned by one process. Beside the buckets it has a folder of its own, whose
 * name no bucket can have: the lock, the objects being received, and notes of multipart uploads
 * being put together.
 */
final class StoreFolder implements AutoCloseable {
  /** Not a bucket's name: those do not begin with a dot. */
  static final String OWN = ".fleetman-store";

  /** As s3proxy knows the place where objects are received. */
  static final String STAGING = OWN + "/staging";

  private static final Logger log = LoggerFactory.getLogger(StoreFolder.class);
  private static final String PROBE = "fleetman.probe";

  private final Path root;
  private final FileChannel lockFile;

  private StoreFolder(Path root, FileChannel lockFile) {
    this.root = root;
    this.lockFile = lockFile;
  }

  /** Takes the folder, and clears away what a killed predecessor had begun. */
  static StoreFolder take(Path root) throws EmbeddedStoreException {
    FileChannel lockFile = null;
    try {
      Files.createDirectories(root.resolve(STAGING));
      lockFile = FileChannel.open(root.resolve(OWN).resolve("lock"), CREATE, WRITE);
      if (lock(lockFile) == null) {
        throw new EmbeddedStoreException(
            "the folder " + root + " is in use: another store has it open");
      }
      StoreFolder folder = new StoreFolder(root, lockFile);
      folder.sweep();
      folder.probeAttributes();
      folder.probeNames();
      return folder;
    } catch (EmbeddedStoreException e) {
      closeQuietly(lockFile);
      throw e;
    } catch (IOException e) {
      closeQuietly(lockFile);
      throw new EmbeddedStoreException("the folder " + root + " cannot be used: " + e, e);
    }
  }

  Path root() {
    return root;
  }

  Path bucket(String bucket) {
    return root.resolve(bucket);
  }

  Path staged(String name) {
    return root.resolve(STAGING).resolve(name);
  }

  /** Where notes of multipart uploads being put together are kept. */
  Path completions() {
    return root.resolve(OWN).resolve("completing");
  }

  @Override
  public void close() {
    closeQuietly(lockFile);
  }

  private static @Nullable FileLock lock(FileChannel file) throws IOException {
    try {
      return file.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // this very process has it
    }
  }

  private void sweep() throws IOException {
    try (DirectoryStream<Path> left = Files.newDirectoryStream(root.resolve(STAGING))) {
      for (Path file : left) {
        Files.delete(file);
      }
    }
    CompletionNotes.sweep(this);
  }

  /** ETags are kept in extended attributes; without them no swap could ever match. */
  private void probeAttributes() throws IOException, EmbeddedStoreException {
    Path file = staged(UUID.randomUUID().toString());
    Files.createFile(file);
    try {
      UserDefinedFileAttributeView attributes =
          Files.getFileAttributeView(file, UserDefinedFileAttributeView.class);
      if (attributes == null) {
        throw new IOException("no such attributes");
      }
      attributes.write(PROBE, UTF_8.encode("x"));
    } catch (IOException | UnsupportedOperationException e) {
      throw new EmbeddedStoreException(
          "the file system of "
              + root
              + " keeps no extended attributes, and the store keeps ETags in them ("
              + e.getMessage()
              + ")",
          e);
    } finally {
      Files.delete(file);
    }
  }

  private void probeNames() {
    try {
      var _ = root.resolve("\u00e9\u4e2d");
    } catch (InvalidPathException e) {
      log.warn(
          "keys with letters beyond ASCII will be refused: the locale cannot write them as file"
              + " names. Start with LC_ALL=C.UTF-8.");
    }
  }

  private static void closeQuietly(@Nullable FileChannel file) {
    if (file == null) {
      return;
    }
    try {
      file.close();
    } catch (IOException e) {
      log.warn("could not give the store's folder back: {}", e.toString());
    }
  }
}
