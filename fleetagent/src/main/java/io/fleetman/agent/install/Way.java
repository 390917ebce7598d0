package io.fleetman.agent.install;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The way from the root to a folder, from one open folder to the next. What is not there is made; a
 * link is followed only where nobody but root could have put it.
 */
final class Way {
  private static final Set<PosixFilePermission> FOLDER =
      PosixFilePermissions.fromString("rwxr-xr-x");
  private static final int MOST_LINKS = 40;

  private final UserPrincipal root;
  private final Deque<Path> left = new ArrayDeque<>();
  private Path at = Path.of("/");
  private SecureDirectoryStream<Path> open;
  private boolean trusted = true;
  private int links;

  private Way() throws IOException {
    this.root = Files.getOwner(at);
    this.open = folder(at);
  }

  /**
   * Where it leads.
   *
   * @param trusted whether nobody but root may change anything on the way, nor in the folder
   */
  record End(Path path, SecureDirectoryStream<Path> open, boolean trusted) {}

  /** Goes it, as root. */
  static End to(Path folder) throws IOException {
    Way way = new Way();
    try {
      way.add(folder.normalize());
      while (!way.left.isEmpty()) {
        way.step(way.left.remove());
      }
      return new End(way.at, way.open, way.trusted);
    } catch (IOException | RuntimeException e) {
      way.open.close();
      throw e;
    }
  }

  /** Opens a folder by its path alone. */
  @SuppressWarnings("StreamResourceLeak") // whoever asked for it closes it
  static SecureDirectoryStream<Path> folder(Path path) throws IOException {
    DirectoryStream<Path> stream = Files.newDirectoryStream(path);
    if (stream instanceof SecureDirectoryStream<Path> secure) {
      return secure;
    }
    stream.close();
    throw new FileSystemException(
        path.toString(), null, "is on a platform where nothing can be put there safely");
  }

  /** What a folder that is open is like. */
  static PosixFileAttributeView view(SecureDirectoryStream<Path> of) {
    return of.getFileAttributeView(PosixFileAttributeView.class);
  }

  private void add(Path path) {
    for (Path name : path) {
      left.add(name);
    }
  }

  private void step(Path name) throws IOException {
    PosixFileAttributes is = attributes(name);
    boolean made = is == null && make(at.resolve(name));
    is = is == null ? attributes(name) : is;
    if (is != null && is.isSymbolicLink()) {
      follow(at.resolve(name));
      return;
    }
    if (is == null || !is.isDirectory()) {
      throw new NotDirectoryException(at.resolve(name).toString());
    }
    enter(open.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS), at.resolve(name));
    PosixFileAttributeView there = view(open);
    // Whatever the umask; of what was opened, for the name may lead elsewhere by now.
    if (made && there.readAttributes().owner().equals(root)) {
      there.setPermissions(FOLDER);
    }
    trusted &= isRootsAlone(there.readAttributes());
  }

  private @Nullable PosixFileAttributes attributes(Path name) throws IOException {
    try {
      return open.getFileAttributeView(
              name, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
          .readAttributes();
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  // Two jobs may make it together.
  private static boolean make(Path folder) throws IOException {
    try {
      Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(FOLDER));
      return true;
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
        throw e;
      }
      return false;
    }
  }

  private void follow(Path link) throws IOException {
    if (!trusted || ++links > MOST_LINKS) {
      throw new FileSystemException(
          link.toString(),
          null,
          "is a link, and others than root may turn it elsewhere: name the folder that it leads"
              + " to");
    }
    Deque<Path> rest = new ArrayDeque<>(left);
    left.clear();
    add(link.toRealPath()); // nobody could have changed it up to here
    left.addAll(rest);
    enter(folder(Path.of("/")), Path.of("/"));
  }

  private void enter(SecureDirectoryStream<Path> next, Path where) throws IOException {
    open.close();
    open = next;
    at = where;
  }

  private boolean isRootsAlone(PosixFileAttributes is) {
    return is.owner().equals(root)
        && !is.permissions().contains(PosixFilePermission.GROUP_WRITE)
        && !is.permissions().contains(PosixFilePermission.OTHERS_WRITE);
  }
}
