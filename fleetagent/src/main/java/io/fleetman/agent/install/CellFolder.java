package io.fleetman.agent.install;

import io.fleetman.codec.Sha256;
import io.fleetman.layout.CellId;
import io.fleetman.layout.RelativePath;
import io.fleetman.layout.Version;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where everything of a cell is on its node:
 *
 * <pre>
 * &lt;base&gt;/&lt;cell&gt;/releases/&lt;release&gt;/...    the files
 * &lt;base&gt;/&lt;cell&gt;/releases/&lt;release&gt;.json   its record; without it the release does not exist
 * &lt;base&gt;/&lt;cell&gt;/releases/&lt;release&gt;.files.json   what its files must be
 * &lt;base&gt;/&lt;cell&gt;/current                   link to the active release
 * &lt;base&gt;/&lt;cell&gt;/incoming/&lt;release&gt;/       one that is being put together
 * &lt;base&gt;/&lt;cell&gt;/templates/&lt;sha256&gt;       templates as they were published
 * &lt;base&gt;/&lt;cell&gt;/shared/&lt;path&gt;            data and log folders, linked into each release
 * </pre>
 *
 * @param base absolute folder of the profile
 * @param cell its id, which is a safe folder name
 */
public record CellFolder(Path base, CellId cell) {
  private static final Pattern FRESH_ID = Pattern.compile(".*-([0-9a-f]{12})");

  /** The cell's own folder. */
  public Path root() {
    return base.resolve(cell.value());
  }

  /** All releases and their records. */
  public Path releases() {
    return root().resolve("releases");
  }

  /** A release's files. */
  public Path release(String name) {
    return releases().resolve(name);
  }

  /** A release's record. */
  public Path record(String name) {
    return releases().resolve(name + ".json");
  }

  /** What a release's files must be. */
  public ReleaseFiles files(String name) {
    return new ReleaseFiles(releases().resolve(name + ".files.json"));
  }

  /** The link to the active release. */
  public Path current() {
    return root().resolve("current");
  }

  /** What is being put together; readable by the agent alone. */
  public Path incoming() {
    return root().resolve("incoming");
  }

  /** Templates by hash; readable by the agent alone. */
  public Path templates() {
    return root().resolve("templates");
  }

  /** Data folders, which outlive releases. */
  public Path shared() {
    return root().resolve("shared");
  }

  /** One data folder. */
  public Path shared(RelativePath path) {
    return path.under(shared());
  }

  /** Where supervisord writes what a program of the cell prints. */
  public Path output() {
    return root().resolve("output.log");
  }

  /**
   * The folder name of a release. A deploy id may be any text if it was written by hand: only its
   * random end is used if it is one of ours, and its hash otherwise.
   */
  public static String releaseName(Version version, String deployId) {
    Matcher m = FRESH_ID.matcher(deployId);
    String suffix =
        m.matches()
            ? m.group(1)
            : Sha256.of(deployId.getBytes(StandardCharsets.UTF_8)).substring(0, 12);
    return version.value() + "-" + suffix;
  }
}
