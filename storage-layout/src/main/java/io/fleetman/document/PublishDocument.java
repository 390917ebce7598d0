package io.fleetman.document;

import io.fleetman.layout.CellRef;
import io.fleetman.layout.Version;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * {@code publishes/<id>.json}: a publish to one or many cells, written before the first of them is
 * told, so that any controller can show how far it is, and finish it. What cells are is not in
 * here: their own documents say that.
 *
 * @param id of the command that each of the cells is sent
 * @param version which
 * @param redeploy whether cells that are told so already are told again
 * @param cells which
 * @param refused why cells were not told, a sentence each
 * @param ended whether all cells were gone through
 * @param author who began it, and why
 */
public record PublishDocument(
    String id,
    Version version,
    boolean redeploy,
    List<CellRef> cells,
    SortedMap<String, String> refused,
    boolean ended,
    Author author)
    implements Document {
  /** Lists that were left out are empty. */
  public PublishDocument {
    Objects.requireNonNull(id, "id is missing");
    Objects.requireNonNull(version, "version is missing");
    Objects.requireNonNull(author, "author is missing");
    cells = Defaults.list(cells);
    refused = Defaults.sorted(refused);
  }

  /** Gone through, by whoever did it last. */
  public PublishDocument ended(Map<String, String> why) {
    return new PublishDocument(id, version, redeploy, cells, new TreeMap<>(why), true, author);
  }

  @Override
  public String kind() {
    return "publish";
  }
}
