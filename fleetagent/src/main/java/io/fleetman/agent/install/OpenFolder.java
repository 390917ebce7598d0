package io.fleetman.agent.install;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;

/**
 * A folder of anybody's, open for the agent to put files into. While it does, the folder's owner
 * may rename, delete and link there as they like; and the agent may be root. So every step is
 * relative to a folder that is open already, a file is made in a folder of the agent's own beside
 * its place, and a link is followed only where nobody but root could have put it.
 */
public final class OpenFolder implements AutoCloseable {
  private static final Set<PosixFilePermission> PRIVATE =
      PosixFilePermissions.fromString("rwx------");
  private static final int SPECIAL = 07000;

  private final Path path;
  private final SecureDirectoryStream<Path> open;
  private final boolean trusted;

  private OpenFolder(Path path, SecureDirectoryStream<Path> open, boolean trusted) {
    this.path = path;
    this.open = open;
    this.trusted = trusted;
  }

  /** What is written into a file. */
  @FunctionalInterface
  public interface Content<E extends Exception> {
    /** Writes it. */
    void to(OutputStream out) throws IOException, E;
  }

  /**
   * Opens it, and makes it with its parents if it is not there.
   *
   * @param folder absolute
   * @param root whether the agent may do more than the owners of folders on the way
   * @throws IOException if that fails, or a link on the way is not to be trusted
   */
  public static OpenFolder of(Path folder, boolean root) throws IOException {
    if (!root) {
      // Whoever may only pass through a folder on the way cannot open it, and has no more rights
      // than a link could lead them to.
      Disk.folder(folder);
      return new OpenFolder(folder, Way.folder(folder), true);
    }
    Way.End end = Way.to(folder);
    return new OpenFolder(end.path(), end.open(), end.trusted());
  }

  /**
   * Puts a file in place of what was there, as a whole or not at all; on the disk before this
   * returns.
   *
   * @param owner to whom it is given
   * @param mode all twelve bits
   */
  public <E extends Exception> void put(Path name, Owners.Owner owner, int mode, Content<E> content)
      throws IOException, E {
    if ((mode & SPECIAL) != 0 && !trusted) {
      throw new FileSystemException(
          path.resolve(name).toString(),
          null,
          "cannot have mode "
              + FileMode.format(mode)
              + " in a folder into which others than root may write");
    }
    Path own = Path.of("." + name + ".fleetman-job");
    Disk.deleteIn(open, own);
    Files.createDirectory(path.resolve(own), PosixFilePermissions.asFileAttribute(PRIVATE));
    try (SecureDirectoryStream<Path> mine =
        open.newDirectoryStream(own, LinkOption.NOFOLLOW_LINKS)) {
      check(mine);
      OpenFile file = new OpenFile(mine, name);
      file.write(content);
      file.give(owner, mode);
      if ((mode & SPECIAL) != 0) {
        Files.setAttribute(
            path.resolve(own).resolve(name), "unix:mode", mode, LinkOption.NOFOLLOW_LINKS);
      }
      file.sync();
      mine.move(name, open, name);
    } finally {
      Disk.deleteIn(open, own);
    }
    if (trusted) {
      Disk.sync(path);
    }
  }

  // The path may lead elsewhere by now, but what was opened is what counts.
  private void check(SecureDirectoryStream<Path> mine) throws IOException {
    PosixFileAttributes is = Way.view(mine).readAttributes();
    UserPrincipal self = Files.getOwner(Path.of("/proc/self"));
    if (!is.owner().equals(self) || !is.permissions().equals(PRIVATE)) {
      throw new FileSystemException(path.toString(), null, "is being changed by others just now");
    }
  }

  @Override
  public void close() throws IOException {
    open.close();
  }
}
