package io.fleetman.agent.fetch;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** File-system errors in words; Java's own messages are often nothing but a path. */
public final class Causes {
  private Causes() {}

  /** What went wrong, with the path if it is known. */
  public static String sentence(IOException e) {
    return switch (e) {
      case NoSuchFileException f -> f.getFile() + " does not exist";
      case AccessDeniedException f -> "no permission for " + f.getFile();
      case FileSystemException f when f.getReason() != null ->
          (f.getOtherFile() == null ? f.getFile() : f.getOtherFile()) + ": " + f.getReason();
      default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    };
  }
}
