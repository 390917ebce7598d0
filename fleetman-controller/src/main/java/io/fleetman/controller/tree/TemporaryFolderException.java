package io.fleetman.controller.tree;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.Objects;

/** This machine's temporary folder takes no files; nothing is wrong with what was to be sent. */
public final class TemporaryFolderException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TemporaryFolderException(IOException cause) {
    super(
        "the temporary folder "
            + Temporary.place()
            + " cannot be written to ("
            + reason(cause)
            + "): make room there, or name another with"
            + " FLEETMAN_JAVA_OPTIONS=-Djava.io.tmpdir=FOLDER",
        cause);
  }

  private static String reason(IOException e) {
    String reason = e instanceof FileSystemException f ? f.getReason() : e.getMessage();
    return Objects.requireNonNullElse(reason, e.getClass().getSimpleName());
  }
}
