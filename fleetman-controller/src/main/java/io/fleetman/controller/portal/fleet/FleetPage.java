package io.fleetman.controller.portal.fleet;

import io.fleetman.controller.portal.ObjectLink;
import io.fleetman.controller.portal.cell.CellRow;
import io.fleetman.controller.web.Tone;
import io.fleetman.controller.web.Word;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the fleet's page shows, in words; the templates only lay it out. Ages are coarse, so that
 * the page stays the same, byte for byte, while the fleet does.
 *
 * @param fleet the bucket, and the prefix where there is one
 * @param store where the bucket is
 * @param read true if the fleet was read at least once
 * @param empty true if there is neither node nor cell
 * @param summary the fleet in one sentence, for screen readers and the window's title
 * @param attention how many cells and nodes need attention
 * @param tiles the fleet in four numbers
 * @param troubles what needs attention, worst first
 * @param busy what is on its way
 * @param moreBusy how much more is
 * @param recent what was changed last, newest first; null if that is not known yet
 */
public record FleetPage(
    String fleet,
    String store,
    boolean read,
    boolean empty,
    String summary,
    int attention,
    List<Tile> tiles,
    List<Trouble> troubles,
    List<CellRow> busy,
    int moreBusy,
    @Nullable List<Recent> recent) {

  /**
   * One number.
   *
   * @param icon a name that the icon template knows
   * @param number such as {@code 3} or {@code 2 of 3}
   * @param noun what is counted
   * @param path the list of them, below the bucket's address
   * @param notes what else there is to say, each with its list
   */
  public record Tile(
      String icon, String number, String noun, String path, List<Note> notes, Tone tone) {}

  /**
   * Something to say beside a number.
   *
   * @param path of the list of them, below the bucket's address; empty for none
   */
  public record Note(String text, String path) {}

  /**
   * Something that needs attention.
   *
   * @param id unique on the page and stable
   * @param subject a cell or a node
   * @param path its page, below the bucket's address
   * @param state in a word
   * @param reasons what is wrong, a sentence each
   * @param versions what was wanted and what runs; null if that is not the point
   * @param log the log's last lines; empty if there are none
   */
  public record Trouble(
      String id,
      String subject,
      String path,
      Word state,
      List<String> reasons,
      @Nullable String versions,
      String log) {}

  /**
   * What somebody changed.
   *
   * @param more how many more objects there are
   */
  public record Recent(
      Instant at,
      String by,
      String operation,
      List<ObjectLink> objects,
      int more,
      boolean failed) {}

  /** How much more needs attention than is shown. */
  public int moreTroubles() {
    return attention - troubles.size();
  }
}
