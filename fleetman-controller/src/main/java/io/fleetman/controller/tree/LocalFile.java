package io.fleetman.controller.tree;

import io.fleetman.layout.RelativePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;

/**
 * A file or folder of this machine that is to become an entry of a tree.
 *
 * @param path its path in the tree
 * @param file where it is
 * @param folder true for a folder
 * @param size bytes; 0 for a folder
 * @param executable whether its owner may execute it
 * @param ours whether this program made it, so that nobody changes it while it is being sent
 */
public record LocalFile(
    RelativePath path, Path file, boolean folder, long size, boolean executable, boolean ours) {
  /** Whether its owner may execute it; whoever reads it, who may be root, says nothing of that. */
  public static boolean isExecutable(Path file) throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    return view == null
        ? Files.isExecutable(file)
        : view.readAttributes().permissions().contains(PosixFilePermission.OWNER_EXECUTE);
  }

  /** Somebody's file, which may change at any time. */
  public LocalFile(RelativePath path, Path file, boolean folder, long size, boolean executable) {
    this(path, file, folder, size, executable, false);
  }
}
