package io.fleetman.controller.portal.deployment;

import io.fleetman.controller.web.Frame;

/**
 * Staging: files that lie ready, to be put, taken away, or picked for a draft.
 *
 * @param into the draft that is picked for, manifest and version; empty: none
 * @param drafts to choose from
 * @param seen what uploads from the page may write over
 */
public record StagingPage(
    FileBrowser browser,
    String into,
    java.util.List<String> drafts,
    int files,
    String size,
    String seen) {
  /** The page's path, with what it is for. */
  public String page() {
    return "/deployments/-/staging";
  }

  /** Where what is ticked is picked for. */
  public String pick() {
    String[] draft = into.split(" ", 2);
    return "/deployments/" + draft[0] + "/" + draft[draft.length - 1] + "/pick";
  }

  /** The resource's address, for the browser's script. */
  public String api(Frame frame, String below) {
    return "/api/v1/staging" + below + "?bucket=" + Frame.encoded(frame.bucket());
  }

  /** The same for the command line. */
  public String cli() {
    return "fleetman staging put certificates/\nfleetman upload "
        + (into.isEmpty() ? "web 1.4" : into)
        + " certificates --from-staging\nfleetman staging remove certificates";
  }
}
