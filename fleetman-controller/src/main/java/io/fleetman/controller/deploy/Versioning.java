package io.fleetman.controller.deploy;

import io.fleetman.layout.InvalidNameException;
import io.fleetman.layout.Version;
import java.util.Optional;

/**
 * Which version a folder's content gets. Pure.
 *
 * @param version the version
 * @param from where it comes from: {@code given}, {@code git} or {@code content}
 */
record Versioning(Version version, String from) {
  private static final String DIRTY = "-dirty";

  /**
   * Git's word for the content; where it is dirty, or git says nothing that may be a version, the
   * content's hash speaks.
   *
   * @param described what {@code git describe --tags --always --dirty} said
   * @param digest sha256 over definition and files
   */
  static Versioning of(Optional<String> described, String digest) {
    String git = described.map(String::strip).orElse("");
    if (!git.isEmpty()) {
      String name =
          git.endsWith(DIRTY)
              ? git.substring(0, git.length() - DIRTY.length()) + "-" + digest.substring(0, 8)
              : git;
      try {
        return new Versioning(new Version(name), "git");
      } catch (InvalidNameException e) {
        return content(digest); // a tag such as release/1.2 cannot be a version
      }
    }
    return content(digest);
  }

  private static Versioning content(String digest) {
    return new Versioning(new Version("c-" + digest.substring(0, 12)), "content");
  }
}
