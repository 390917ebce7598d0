package io.fleetman.document;

import io.fleetman.layout.Version;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@code cells/<node>/<cell>/history/<id>.json}: what came of one command; written once by the
 * agent.
 *
 * @param id the deploy id if the command deployed, else the command's id
 * @param triggerId the command's id
 * @param command in words: {@code deploy}, {@code restart}, {@code stop}, {@code start}, {@code
 *     remove}
 * @param state how it ended
 * @param version what it asked for; null if removed
 * @param from what was active before; null if nothing
 * @param running what was active after; null if nothing
 * @param reason why it is not what was asked for; null if all went well
 * @param logTail the last lines of the journal or log files, on failure
 * @param filesFetched how many files came from the store (the rest were already on the node)
 * @param bytesFetched how many bytes came from the store
 * @param startedAt by the node's clock
 * @param endedAt by the node's clock
 * @param author who asked; null if the trigger was written by hand
 */
public record HistoryDocument(
    String id,
    String triggerId,
    String command,
    CellState state,
    @Nullable Version version,
    @Nullable Version from,
    @Nullable Version running,
    @Nullable String reason,
    List<String> logTail,
    int filesFetched,
    long bytesFetched,
    Instant startedAt,
    Instant endedAt,
    @Nullable Author author)
    implements Document {
  /**
   * Lists that were left out are empty.
   *
   * @throws NullPointerException if it lacks what every agent writes
   */
  public HistoryDocument {
    Objects.requireNonNull(id, "id is missing");
    Objects.requireNonNull(triggerId, "triggerId is missing");
    Objects.requireNonNull(command, "command is missing");
    Objects.requireNonNull(state, "state is missing");
    Objects.requireNonNull(startedAt, "startedAt is missing");
    Objects.requireNonNull(endedAt, "endedAt is missing");
    logTail = Defaults.list(logTail);
  }

  @Override
  public String kind() {
    return "history";
  }
}
