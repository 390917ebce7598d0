package io.fleetman.agent.install;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;

/** What the agent does to files, each as one step that either happened or did not. */
public final class Disk {
  private static final Set<PosixFilePermission> FOLDER =
      PosixFilePermissions.fromString("rwxr-xr-x");
  private static final Set<PosixFilePermission> PRIVATE =
      PosixFilePermissions.fromString("rwx------");

  private Disk() {}

  /**
   * Owner, group, mode and size as numbers, of the file itself, links not followed.
   *
   * @param mode permission bits alone
   */
  public record Attributes(int uid, int gid, int mode, long size) {}

  /** Reads them. */
  public static Attributes attributes(Path file) throws IOException {
    Map<String, Object> all =
        Files.readAttributes(file, "unix:uid,gid,mode,size", LinkOption.NOFOLLOW_LINKS);
    return new Attributes(
        number(all, "uid").intValue(),
        number(all, "gid").intValue(),
        number(all, "mode").intValue() & 07777,
        number(all, "size").longValue());
  }

  private static Number number(Map<String, Object> all, String name) throws IOException {
    if (all.get(name) instanceof Number n) {
      return n;
    }
    throw new IOException("this file system has no Unix attribute '" + name + "'");
  }

  /** Gives a file or folder to its owner; {@code file} must not be a link. */
  public static void own(Path file, int uid, int gid, int mode) throws IOException {
    Attributes is = attributes(file);
    if (is.uid() != uid) {
      Files.setAttribute(file, "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
    }
    if (is.gid() != gid) {
      Files.setAttribute(file, "unix:gid", gid, LinkOption.NOFOLLOW_LINKS);
    }
    // last: a change of owner drops setuid
    Files.setAttribute(file, "unix:mode", mode, LinkOption.NOFOLLOW_LINKS);
  }

  /** Makes a folder that others may pass through, and its parents. */
  public static void folder(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      if (folder.getParent() != null) {
        folder(folder.getParent());
      }
      try {
        Files.createDirectory(folder);
      } catch (FileAlreadyExistsException e) {
        // Two cells that come to a new node together make its base folder together.
        if (!Files.isDirectory(folder)) {
          throw e;
        }
      }
      Files.setPosixFilePermissions(folder, FOLDER);
    }
  }

  /** Makes a folder that only the agent may enter; its parent must be there. */
  public static void privateFolder(Path folder) throws IOException {
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(PRIVATE));
    }
    Files.setPosixFilePermissions(folder, PRIVATE);
  }

  /** Puts a whole file in place of what was there, on the disk before it has the name. */
  public static void write(Path file, byte[] bytes, int mode) throws IOException {
    write(file, mode, out -> out.write(bytes));
  }

  /** What is written to a file, bit by bit. */
  interface Content {
    /** Writes it; closing the stream or not is the same. */
    void to(OutputStream out) throws IOException;
  }

  /** The same for what is too large to be held in memory. */
  static void write(Path file, int mode, Content content) throws IOException {
    Path fresh = file.resolveSibling("." + file.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    boolean whole = false;
    try {
      try (OutputStream out =
          Files.newOutputStream(fresh, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        Files.setAttribute(fresh, "unix:mode", mode);
        content.to(out);
      }
      sync(fresh);
      rename(fresh, file);
      whole = true;
    } finally {
      if (!whole) {
        Files.deleteIfExists(fresh); // a full disk is not filled further
      }
    }
  }

  /** Makes {@code link} point to {@code target}, in one step. */
  public static void flip(Path link, Path target) throws IOException {
    Path fresh = link.resolveSibling("." + link.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    Files.createSymbolicLink(fresh, target);
    rename(fresh, link);
  }

  /** Renames within a file system, and has the folders on the disk before it returns. */
  public static void rename(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    syncFolder(parent(to));
    if (!parent(from).equals(parent(to))) {
      syncFolder(parent(from));
    }
  }

  /** Deletes a file, a link or nothing, durably. */
  public static void delete(Path file) throws IOException {
    if (Files.deleteIfExists(file)) {
      syncFolder(parent(file));
    }
  }

  /** Has a file's or folder's content on the disk before it returns. */
  public static void sync(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static void syncFolder(Path folder) throws IOException {
    sync(folder);
  }

  private static Path parent(Path file) throws IOException {
    Path parent = file.getParent();
    if (parent == null) {
      throw new IOException(file + " has no folder");
    }
    return parent;
  }

  /**
   * Deletes a folder with all below it. Links are deleted, not followed, even if somebody swaps a
   * folder for a link meanwhile: every step is relative to an open folder.
   */
  public static void deleteTree(Path root) throws IOException {
    Path parent = parent(root);
    Path name = root.getFileName();
    if (name == null || !Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (DirectoryStream<Path> above = Files.newDirectoryStream(parent)) {
      if (!(above instanceof SecureDirectoryStream<Path> secure)) {
        throw new IOException("this platform cannot delete " + root + " safely");
      }
      deleteIn(secure, name);
    }
    syncFolder(parent);
  }

  /** The same in a folder that is open; nothing, if there is no such thing in it. */
  static void deleteIn(SecureDirectoryStream<Path> above, Path name) throws IOException {
    BasicFileAttributes is;
    try {
      is =
          above
              .getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
              .readAttributes();
    } catch (NoSuchFileException e) {
      return;
    }
    if (!is.isDirectory()) {
      above.deleteFile(name);
      return;
    }
    try (SecureDirectoryStream<Path> inside =
        above.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
      for (Path child : inside) {
        Path childName = child.getFileName();
        if (childName != null) {
          deleteIn(inside, childName);
        }
      }
    } catch (NotDirectoryException e) {
      above.deleteFile(name);
      return;
    }
    above.deleteDirectory(name);
  }
}
