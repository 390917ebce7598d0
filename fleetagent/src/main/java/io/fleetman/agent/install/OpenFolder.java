package io.fleetman.agent.install;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A folder of anybody's, open for the agent to put files into. While it does, the folder's owner
 * may rename, delete and link there as they like; and the agent may be root. So every step is
 * relative to a folder that is open already, a file is made in a folder of the agent's own beside
 * its place, and a link is followed only where nobody but root could have put it.
 */
public final class OpenFolder implements AutoCloseable {
  private static final Set<PosixFilePermission> FOLDER =
      PosixFilePermissions.fromString("rwxr-xr-x");
  private static final Set<PosixFilePermission> PRIVATE_FOLDER =
      PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> PRIVATE =
      PosixFilePermissions.fromString("rw-------");

  private static final int SPECIAL = 07000;
  private static final int MOST_LINKS = 40;

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
      return new OpenFolder(folder, secure(folder), true);
    }
    Walk walk = new Walk();
    try {
      names(folder.normalize()).forEach(walk.left::add);
      while (!walk.left.isEmpty()) {
        walk.step(walk.left.remove());
      }
      return new OpenFolder(walk.at, walk.open, walk.trusted);
    } catch (IOException | RuntimeException e) {
      walk.open.close();
      throw e;
    }
  }

  private static Iterable<Path> names(Path path) {
    return path;
  }

  /** The way from the root to the folder. */
  private static final class Walk {
    private final UserPrincipal owner;
    private final Deque<Path> left = new ArrayDeque<>();
    private Path at = Path.of("/");
    private SecureDirectoryStream<Path> open;
    private boolean trusted = true;
    private int links;

    Walk() throws IOException {
      this.owner = Files.getOwner(at);
      this.open = secure(at);
    }

    void step(Path name) throws IOException {
      PosixFileAttributes is = attributes(open, name);
      if (is == null) {
        make(at.resolve(name));
        is = attributes(open, name);
      }
      if (is != null && is.isSymbolicLink()) {
        follow(at.resolve(name));
        return;
      }
      if (is == null || !is.isDirectory()) {
        throw new NotDirectoryException(at.resolve(name).toString());
      }
      enter(open.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS), at.resolve(name));
      trusted &= isOurs(attributes(open));
    }

    // Two jobs may make it together.
    private static void make(Path folder) throws IOException {
      try {
        Files.createDirectory(folder);
        Files.setPosixFilePermissions(folder, FOLDER);
      } catch (FileAlreadyExistsException e) {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
          throw e;
        }
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
      names(link.toRealPath()).forEach(left::add); // nobody could have changed it up to here
      left.addAll(rest);
      enter(secure(Path.of("/")), Path.of("/"));
    }

    private void enter(SecureDirectoryStream<Path> next, Path where) throws IOException {
      open.close();
      open = next;
      at = where;
    }

    private boolean isOurs(PosixFileAttributes is) {
      return is.owner().equals(owner)
          && !is.permissions().contains(PosixFilePermission.GROUP_WRITE)
          && !is.permissions().contains(PosixFilePermission.OTHERS_WRITE);
    }
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
    Files.createDirectory(path.resolve(own), PosixFilePermissions.asFileAttribute(PRIVATE_FOLDER));
    try (SecureDirectoryStream<Path> mine =
        open.newDirectoryStream(own, LinkOption.NOFOLLOW_LINKS)) {
      check(mine);
      write(mine, name, content);
      give(mine, name, owner, mode);
      if ((mode & SPECIAL) != 0) {
        Files.setAttribute(
            path.resolve(own).resolve(name), "unix:mode", mode, LinkOption.NOFOLLOW_LINKS);
      }
      sync(mine, name);
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
    PosixFileAttributes is = attributes(mine);
    UserPrincipal self = Files.getOwner(Path.of("/proc/self"));
    if (!is.owner().equals(self) || !is.permissions().equals(PRIVATE_FOLDER)) {
      throw new FileSystemException(path.toString(), null, "is being changed by others just now");
    }
  }

  private static <E extends Exception> void write(
      SecureDirectoryStream<Path> mine, Path name, Content<E> content) throws IOException, E {
    try (SeekableByteChannel channel =
            mine.newByteChannel(
                name,
                Set.of(
                    StandardOpenOption.CREATE_NEW,
                    StandardOpenOption.WRITE,
                    LinkOption.NOFOLLOW_LINKS),
                PosixFilePermissions.asFileAttribute(PRIVATE));
        OutputStream out = Channels.newOutputStream(channel)) {
      content.to(out);
    }
  }

  private static void give(
      SecureDirectoryStream<Path> mine, Path name, Owners.Owner owner, int mode)
      throws IOException {
    PosixFileAttributeView view =
        mine.getFileAttributeView(name, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    UserPrincipalLookupService all = name.getFileSystem().getUserPrincipalLookupService();
    PosixFileAttributes is = view.readAttributes();
    UserPrincipal user = all.lookupPrincipalByName(Integer.toString(owner.uid()));
    GroupPrincipal group = all.lookupPrincipalByGroupName(Integer.toString(owner.gid()));
    if (!is.owner().equals(user)) {
      view.setOwner(user);
    }
    if (!is.group().equals(group)) {
      view.setGroup(group);
    }
    view.setPermissions(permissions(mode));
  }

  private static Set<PosixFilePermission> permissions(int mode) {
    Set<PosixFilePermission> set = EnumSet.noneOf(PosixFilePermission.class);
    PosixFilePermission[] all = PosixFilePermission.values(); // from owner's reading downwards
    for (int i = 0; i < all.length; i++) {
      if ((mode & (0400 >> i)) != 0) {
        set.add(all[i]);
      }
    }
    return set;
  }

  private static void sync(SecureDirectoryStream<Path> mine, Path name) throws IOException {
    try (SeekableByteChannel channel =
        mine.newByteChannel(name, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
      if (channel instanceof FileChannel file) {
        file.force(true);
      }
    }
  }

  private static SecureDirectoryStream<Path> secure(Path folder) throws IOException {
    DirectoryStream<Path> stream = Files.newDirectoryStream(folder);
    if (stream instanceof SecureDirectoryStream<Path> secure) {
      return secure;
    }
    stream.close();
    throw new FileSystemException(
        folder.toString(), null, "is on a platform where nothing can be put there safely");
  }

  private static PosixFileAttributes attributes(SecureDirectoryStream<Path> of) throws IOException {
    return of.getFileAttributeView(PosixFileAttributeView.class).readAttributes();
  }

  private static @Nullable PosixFileAttributes attributes(SecureDirectoryStream<Path> in, Path name)
      throws IOException {
    try {
      return in.getFileAttributeView(name, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
          .readAttributes();
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  @Override
  public void close() throws IOException {
    open.close();
  }
}
