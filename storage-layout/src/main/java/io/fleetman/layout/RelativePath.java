package io.fleetman.layout;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The path of a file within a tree: relative, normalised, with {@code /} between its segments, so
 * that it cannot leave the folder it is put into.
 *
 * @param value at most 700 bytes of UTF-8; segments of at most 200 bytes (the embedded store's
 *     limit)
 */
public record RelativePath(@JsonValue String value) implements Comparable<RelativePath> {
  private static final int MAX_BYTES = 700;
  private static final int MAX_SEGMENT_BYTES = 200;

  /**
   * @throws InvalidNameException if the path is absolute, not normalised, or too long
   */
  @JsonCreator
  public RelativePath {
    if (value.isEmpty()) {
      throw new InvalidNameException("path", value, "it is empty");
    }
    if (value.startsWith("/")) {
      throw new InvalidNameException("path", value, "make it relative, without the leading '/'");
    }
    if (bytes(value) > MAX_BYTES) {
      throw new InvalidNameException("path", value, "shorten it to " + MAX_BYTES + " bytes");
    }
    if (value.indexOf('\\') >= 0 || value.chars().anyMatch(Character::isISOControl)) {
      throw new InvalidNameException("path", value, "it has a backslash or a control character");
    }
    for (String segment : value.split("/", -1)) {
      checkSegment(value, segment);
    }
  }

  private static void checkSegment(String path, String segment) {
    switch (segment) {
      case "" ->
          throw new InvalidNameException(
              "path", path, "remove the empty segment ('//' or a trailing '/')");
      case ".", ".." ->
          throw new InvalidNameException("path", path, "remove the segment '" + segment + "'");
      default -> {
        if (bytes(segment) > MAX_SEGMENT_BYTES) {
          throw new InvalidNameException(
              "path", path, "shorten each segment to " + MAX_SEGMENT_BYTES + " bytes");
        }
      }
    }
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /** This path below a folder of the local file system. */
  public Path under(Path folder) {
    return folder.resolve(value);
  }

  /** True if {@code other} lies below this path, which then cannot be a file. */
  public boolean isParentOf(RelativePath other) {
    return other.value.startsWith(value + "/");
  }

  @Override
  public int compareTo(RelativePath other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
