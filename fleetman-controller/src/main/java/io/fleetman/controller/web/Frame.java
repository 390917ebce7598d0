package io.fleetman.controller.web;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the layout draws around every page.
 *
 * @param title of the page
 * @param bucket the one that is shown, by its name in the configuration
 * @param buckets all of them
 * @param who is asking
 * @param signedIn true if they can sign out
 * @param token that forms must send back: the form template puts it in
 * @param assets where scripts and style sheets are
 * @param version of the program
 * @param path of this page, with its query
 * @param toast what to say about what was just done; null: nothing
 * @param read true if the fleet was read at least once
 * @param ageMillis how old what is known of the fleet is
 * @param stale why it is not newer, a sentence; null if it is
 * @param overtaken what somebody else changed, so that nothing was done; empty if all is well
 * @param polls true for a page that is asked for again while it is seen
 * @param part true if only the page's content is asked for, without the frame
 */
public record Frame(
    String title,
    String bucket,
    List<String> buckets,
    String who,
    boolean signedIn,
    String token,
    Assets assets,
    String version,
    String path,
    @Nullable Toast toast,
    boolean read,
    long ageMillis,
    @Nullable String stale,
    List<Overtaken> overtaken,
    boolean polls,
    boolean part) {
  /** The parameter by which a page's content is asked for without its frame. */
  static final String PART = "part";

  /** The frame of content that is drawn once for all who ask: it knows none of them. */
  Frame forEverybody() {
    return new Frame(
        title, bucket, buckets, "", false, "", assets, version, "", null, read, 0, null, List.of(),
        polls, true);
  }

  /** The address of a page of the bucket that is shown. */
  public String url(String page) {
    return url(bucket, page);
  }

  /** The address of a page of some bucket. */
  public static String url(String bucket, String page) {
    return "/b/" + encoded(bucket) + page;
  }

  /** A name as a segment of a path or a value of a query. */
  public static String encoded(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** Whether the page is below that entry of the navigation. */
  public boolean in(String page) {
    String url = url(page);
    return path.startsWith(url)
        && (path.length() == url.length() || "/?".indexOf(path.charAt(url.length())) >= 0);
  }

  /** The address of this page's content alone. */
  public String partUrl() {
    return path + (path.contains("?") ? "&" : "?") + PART + "=1";
  }
}
