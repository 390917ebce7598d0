package io.fleetman.controller.tree;

import io.fleetman.layout.RelativePath;
import java.nio.file.Path;

/**
 * A file or folder of this machine that is to become an entry of a tree.
 *
 * @param path its path in the tree
 * @param file where it is
 * @param folder true for a folder
 * @param size bytes; 0 for a folder
 * @param executable whether its owner may execute it
 */
public record LocalFile(
    RelativePath path, Path file, boolean folder, long size, boolean executable) {}
