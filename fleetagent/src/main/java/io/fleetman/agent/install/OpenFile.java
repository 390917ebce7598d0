package io.fleetman.agent.install;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.LinkOption;
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
import java.util.EnumSet;
import java.util.Set;

/**
 * A file of a folder that is open; no step goes by its path.
 *
 * @param folder of the agent's own
 * @param name within it
 */
record OpenFile(SecureDirectoryStream<Path> folder, Path name) {
  private static final Set<PosixFilePermission> PRIVATE =
      PosixFilePermissions.fromString("rw-------");

  <E extends Exception> void write(OpenFolder.Content<E> content) throws IOException, E {
    try (SeekableByteChannel channel =
            folder.newByteChannel(
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

  /** To whom it belongs, and the nine bits of who may do what. */
  void give(Owners.Owner owner, int mode) throws IOException {
    PosixFileAttributeView view =
        folder.getFileAttributeView(name, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
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

  void sync() throws IOException {
    try (SeekableByteChannel channel =
        folder.newByteChannel(name, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
      if (channel instanceof FileChannel file) {
        file.force(true);
      }
    }
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
}
