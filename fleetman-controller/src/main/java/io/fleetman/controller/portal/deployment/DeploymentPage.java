package io.fleetman.controller.portal.deployment;

import io.fleetman.controller.console.Human;
import io.fleetman.controller.support.Tag;
import io.fleetman.controller.web.Frame;
import io.fleetman.controller.web.Word;
import io.fleetman.document.Author;
import io.fleetman.document.DeploymentDocument;
import io.fleetman.document.DeploymentState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One version.
 *
 * @param state where it is in its life
 * @param word the same, for people
 * @param digest of what is sealed; null in a draft
 * @param revision of the manifest that is sealed in; null in a draft
 * @param tag what a form sends back to say what was looked at
 * @param words the same for people
 * @param blockers what keeps a draft from being sealed; null unless it is a draft
 * @param versions others of the manifest that are not purged, newest first
 * @param seen what uploads from the page may write over
 * @param problem why what was asked for was not done; null if nothing was wrong
 */
public record DeploymentPage(
    String manifest,
    String version,
    DeploymentState state,
    Word word,
    int files,
    String size,
    @Nullable String digest,
    @Nullable Integer revision,
    Author author,
    String tag,
    String words,
    @Nullable List<String> blockers,
    FileBrowser browser,
    List<String> versions,
    String seen,
    @Nullable String problem) {
  static DeploymentPage of(
      DeploymentDocument d,
      @Nullable List<String> blockers,
      FileBrowser browser,
      List<DeploymentDocument> siblings) {
    return new DeploymentPage(
        d.manifest().value(),
        d.version().value(),
        d.state(),
        States.word(d.state()),
        States.files(d),
        Human.bytes(States.bytes(d)),
        d.digest(),
        d.manifestRevision(),
        d.author(),
        Tag.of(d),
        States.words(d),
        blockers,
        browser,
        siblings.stream()
            .filter(s -> !s.version().equals(d.version()) && s.state() != DeploymentState.PURGED)
            .map(s -> s.version().value())
            .toList(),
        Seen.text(d.files().values()),
        null);
  }

  DeploymentPage refused(String why) {
    return new DeploymentPage(
        manifest, version, state, word, files, size, digest, revision, author, tag, words, blockers,
        browser, versions, seen, why);
  }

  /** Whether files may be added. */
  public boolean draft() {
    return state == DeploymentState.DRAFT;
  }

  /** Whether it may be published. */
  public boolean sealed() {
    return state == DeploymentState.SEALED;
  }

  /** The page's path within the bucket. */
  public String page() {
    return "/deployments/" + manifest + "/" + version;
  }

  /** The resource's address, for the browser's script. */
  public String api(Frame frame, String below) {
    return "/api/v1/deployments/"
        + manifest
        + "/"
        + version
        + below
        + (below.contains("?") ? "&" : "?")
        + "bucket="
        + Frame.encoded(frame.bucket());
  }

  /** The same for the command line. */
  public String cli() {
    String which = " " + manifest + " " + version;
    return switch (state) {
      case DRAFT ->
          "fleetman upload"
              + which
              + " ./build\nfleetman deployment put"
              + which
              + " conf/app.conf --from app.conf\nfleetman deployment take-out"
              + which
              + " README.md\nfleetman seal"
              + which
              + more(which);
      case SEALED ->
          "fleetman deployment files"
              + which
              + "\nfleetman deployment download"
              + which
              + " --to "
              + manifest
              + "-"
              + version
              + ".tar.gz"
              + more(which);
      case RECYCLED ->
          "fleetman deployment restore" + which + "\nfleetman deployment purge" + which;
      case PURGED -> "fleetman deployment list " + manifest;
    };
  }

  private static String more(String which) {
    return "\nfleetman deployment clone" + which + " NEW\nfleetman deployment recycle" + which;
  }
}
