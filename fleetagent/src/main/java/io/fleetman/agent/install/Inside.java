package io.fleetman.agent.install;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.util.Optional;
import java.util.Set;

/**
 * Opens files of folders in which somebody else may rename and link as they like, at any moment.
 * Where links lead is asked first; from there on every step is relative to a folder that is open
 * already and follows none, so that what is read lies within the folder whatever is changed.
 */
public final class Inside {
  private static final Set<OpenOption> READ =
      Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
  // A pipe that is opened for both does not wait for its other end.
  private static final Set<OpenOption> BOTH =
      Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);

  private Inside() {}

  /**
   * Opens a file for reading; empty if no regular file is there, or it lies elsewhere.
   *
   * @param folder within which it has to be
   */
  public static Optional<SeekableByteChannel> open(Path folder, Path file) throws IOException {
    try {
      Path base = folder.toRealPath();
      Path parent = file.toAbsolutePath().getParent();
      Path real = parent == null ? base : parent.toRealPath();
      return real.startsWith(base) ? walk(base, real, file.getFileName()) : Optional.empty();
    } catch (NoSuchFileException | NotDirectoryException e) {
      return Optional.empty();
    }
  }

  private static Optional<SeekableByteChannel> walk(Path base, Path parent, Path name)
      throws IOException {
    SecureDirectoryStream<Path> at = Way.folder(base);
    try {
      if (!parent.equals(base)) {
        for (Path step : base.relativize(parent)) {
          SecureDirectoryStream<Path> next = at.newDirectoryStream(step, LinkOption.NOFOLLOW_LINKS);
          at.close();
          at = next;
        }
      }
      return isRegular(at, name) ? Optional.of(opened(at, name)) : Optional.empty();
    } finally {
      at.close();
    }
  }

  private static boolean isRegular(SecureDirectoryStream<Path> in, Path name) throws IOException {
    return in.getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
        .readAttributes()
        .isRegularFile();
  }

  private static SeekableByteChannel opened(SecureDirectoryStream<Path> in, Path name)
      throws IOException {
    try {
      return in.newByteChannel(name, BOTH);
    } catch (AccessDeniedException e) {
      // An agent that is no root has no more rights than those who could change it.
      return in.newByteChannel(name, READ);
    }
  }
}
