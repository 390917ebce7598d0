package io.fleetman.agent.config;

import io.fleetman.codec.DocumentException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What every value of the configuration is held against; what fails is named with the place.
 *
 * @param where the file, as messages name it
 */
record Checks(String where) {
  /** A number within its bounds. */
  int count(String key, int value, int least, int most) {
    if (value < least || value > most) {
      throw problem(key + " must be from " + least + " to " + most + ", not " + value);
    }
    return value;
  }

  /** An absolute path; a leading {@code ~} is the home folder. */
  Path absolute(String key, Path path, Machine machine) {
    Path expanded =
        path.startsWith("~") ? machine.home().resolve(Path.of("~").relativize(path)) : path;
    if (!expanded.isAbsolute()) {
      throw problem(key + " '" + path + "' must be absolute, or begin with ~/");
    }
    return expanded.normalize();
  }

  /** A program, by an absolute path; null stays null. */
  @Nullable Path program(String key, @Nullable Path path) {
    if (path != null && !path.isAbsolute()) {
      throw problem(
          key + " '" + path + "' must be absolute; leave it out to have it looked for on the PATH");
    }
    return path;
  }

  /** What is wrong, for whoever wrote the file. */
  DocumentException problem(String sentence) {
    return new DocumentException(where + ": " + sentence);
  }

  /** The value, or what stands in for one that is missing. */
  static <T> T or(@Nullable T value, T preset) {
    return value == null ? preset : value;
  }
}
