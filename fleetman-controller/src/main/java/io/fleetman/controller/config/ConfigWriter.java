package io.fleetman.controller.config;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;

/** Writes a configuration that holds keys: whole or not at all, readable by its owner alone. */
public final class ConfigWriter {
  private ConfigWriter() {}

  /**
   * Writes the file, and the folders above it.
   *
   * @param replace whether a file that is there may be replaced
   * @throws ConfigException if it is there and must not be replaced, or cannot be written
   */
  public static void write(Path file, String yaml, boolean replace) {
    write(file, replace, draft -> Files.writeString(draft, yaml));
  }

  /** How a draft gets its content. */
  interface Content {
    /** Writes it. */
    void to(Path draft) throws IOException;
  }

  static void write(Path file, boolean replace, Content content) {
    Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file has a folder");
    try {
      Files.createDirectories(folder);
      Path draft =
          Files.createTempFile(
              folder,
              "." + file.getFileName(),
              ".new",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      try {
        content.to(draft);
        if (replace) {
          Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        } else {
          // A link is refused where a file is, so that nothing can slip in between look and write.
          Files.createLink(file, draft);
        }
      } finally {
        Files.deleteIfExists(draft);
      }
    } catch (FileAlreadyExistsException e) {
      throw new ConfigException(
          file + " is there already: use --force to replace it, or --config to write another", e);
    } catch (IOException e) {
      throw new ConfigException(file + " cannot be written: " + why(e), e);
    }
  }

  // Without a reason the folder is not there, or somebody else's.
  private static String why(IOException e) {
    return switch (e) {
      case FileSystemException f when f.getReason() == null ->
          "name another folder, or give yourself that one";
      case FileSystemException f -> String.valueOf(f.getReason());
      default -> String.valueOf(e.getMessage());
    };
  }
}
