package io.fleetman.controller.portal.fleet;

import io.fleetman.controller.web.Tone;
import io.fleetman.controller.web.Word;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the page shows, in words; the templates only lay it out. Ages of nodes are coarse, so that
 * the page stays the same, byte for byte, while the fleet does.
 *
 * @param fleet the bucket, and the prefix where there is one
 * @param store where the bucket is
 * @param read true if the fleet was read at least once
 * @param ageMillis how old all this is at least
 * @param stale why it is not newer, one sentence; null if it is fresh
 * @param summary the fleet in one sentence, for screen readers and the window's title
 * @param tiles the fleet in four numbers
 * @param troubles what needs attention, worst first
 * @param cells all cells
 * @param nodes all nodes
 */
public record FleetPage(
    String fleet,
    String store,
    boolean read,
    long ageMillis,
    @Nullable String stale,
    String summary,
    List<Tile> tiles,
    List<Trouble> troubles,
    List<CellRow> cells,
    List<NodeRow> nodes) {

  /**
   * One number.
   *
   * @param icon a name that the icon template knows
   * @param number such as {@code 3} or {@code 2 of 3}
   * @param noun what is counted
   * @param note what else there is to say
   */
  public record Tile(String icon, String number, String noun, String note, Tone tone) {}

  /**
   * Something that needs attention.
   *
   * @param id unique on the page and stable
   * @param subject a cell or a node
   * @param state in a word
   * @param reasons what is wrong, a sentence each
   * @param versions what was wanted and what runs; null if that is not the point
   * @param log the log's last lines; empty if there are none
   */
  public record Trouble(
      String id,
      String subject,
      Word state,
      List<String> reasons,
      @Nullable String versions,
      String log) {}

  /**
   * A cell's line.
   *
   * @param node where
   * @param cell its id
   * @param manifest its manifest's name; empty if unknown
   * @param profile how it runs; empty if unknown
   * @param desired the version asked for, or what else is wanted
   * @param running the version that is active; a dash if none
   * @param differs true if the two should be the same and are not
   * @param state in a word
   * @param since how long ago it came to be so; empty if unknown
   * @param heardOf false if the node is silent: what is shown is what it said last
   * @param health in a word or two
   * @param drift what is not as the agent left it, a line each
   * @param by who wrote the last command; null if unknown
   * @param at when, by the writer's clock; null if unknown
   * @param why the author's reason; null if none was given
   */
  public record CellRow(
      String node,
      String cell,
      String manifest,
      String profile,
      String desired,
      String running,
      boolean differs,
      Word state,
      String since,
      boolean heardOf,
      Word health,
      List<String> drift,
      @Nullable String by,
      @Nullable Instant at,
      @Nullable String why) {}

  /**
   * A node's line.
   *
   * @param name its id
   * @param presence in a word
   * @param seen how long ago it was heard of
   * @param host its own name and operating system; empty if unknown
   * @param labels {@code name=value}
   * @param profiles what can run there
   * @param agent the agent's version; empty if unknown
   * @param cells how many it has
   * @param cpu null if unknown
   * @param memory null if unknown
   * @param disk null if unknown
   */
  public record NodeRow(
      String name,
      Word presence,
      String seen,
      String host,
      List<String> labels,
      List<String> profiles,
      String agent,
      int cells,
      @Nullable Gauge cpu,
      @Nullable Gauge memory,
      @Nullable Gauge disk) {}

  /**
   * How full something is.
   *
   * @param name of what
   * @param percent 0 to 100
   * @param detail such as {@code 1.2 GB of 4.0 GB}; empty for none
   */
  public record Gauge(String name, int percent, String detail) {
    /** Its colour. */
    public Tone tone() {
      return percent >= 95 ? Tone.BAD : percent >= 85 ? Tone.WARN : Tone.GOOD;
    }
  }
}
