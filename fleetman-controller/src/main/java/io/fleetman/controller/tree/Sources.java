package io.fleetman.controller.tree;

import java.nio.file.Path;
import java.util.List;

/**
 * Files, folders and archives ({@code .zip}, {@code .tar}, {@code .tar.gz}, {@code .tgz}) as one
 * tree. Archives are unpacked into a folder of their own, which is deleted on {@link #close}.
 */
public final class Sources implements AutoCloseable {
  private final FileTree tree;

  private Sources(FileTree tree) {
    this.tree = tree;
  }

  /**
   * Opens them. A folder's files are put below the tree's root, so is an archive's content.
   *
   * @throws io.fleetman.controller.support.Refusal naming what is refused and why
   */
  public static Sources open(List<Path> paths) {
    throw new UnsupportedOperationException();
  }

  /** All of it. */
  public FileTree tree() {
    return tree;
  }

  @Override
  public void close() {}
}
