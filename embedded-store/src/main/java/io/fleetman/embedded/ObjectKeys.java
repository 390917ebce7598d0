package io.fleetman.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.gaul.s3proxy.blobstore.S3Exceptions;

/** Which keys can be kept as files, each under a path of its own. */
final class ObjectKeys {
  private static final int LONGEST_NAME = 255;

  private ObjectKeys() {}

  /** Refuses a key that would alias another, leave its bucket, or be hidden. */
  static void check(String key) {
    if (key.startsWith(".mpus-")
        || key.startsWith(".s3proxy-slash")
        || key.startsWith(".s3proxy-versions")) {
      throw S3Exceptions.invalidArgument("the key " + key + " is one the store itself uses");
    }
    String path = isFolder(key) ? key.substring(0, key.length() - 1) : key;
    for (String name : path.split("/", -1)) {
      if (name.isEmpty() || name.equals(".") || name.equals("..")) {
        throw S3Exceptions.invalidArgument(
            "this store keeps keys as paths, and " + key + " is not a plain path");
      }
      if (name.getBytes(UTF_8).length > LONGEST_NAME) {
        throw S3Exceptions.invalidArgument(
            "this store keeps keys as paths, and a part of " + key + " is over 255 bytes");
      }
    }
  }

  /** Whether it is a mark such as S3 browsers make for an empty folder. */
  static boolean isFolder(String key) {
    return key.endsWith("/");
  }
}
