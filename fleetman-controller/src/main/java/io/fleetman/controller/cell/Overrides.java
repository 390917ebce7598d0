package io.fleetman.controller.cell;

import io.fleetman.codec.Json;
import io.fleetman.codec.Sha256;
import io.fleetman.controller.support.OpenFleet;
import io.fleetman.controller.support.Refusal;
import io.fleetman.controller.tree.ByteUpload;
import io.fleetman.controller.tree.FileRules;
import io.fleetman.controller.tree.HashedTree;
import io.fleetman.controller.tree.LocalFile;
import io.fleetman.controller.tree.Modes;
import io.fleetman.controller.tree.UploadListener;
import io.fleetman.document.CellDocument;
import io.fleetman.document.FileType;
import io.fleetman.document.ManifestDocument;
import io.fleetman.document.OverridesDocument;
import io.fleetman.document.TreeEntry;
import io.fleetman.killpoint.KillPoint;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.Keys;
import io.fleetman.layout.RelativePath;
import io.fleetman.store.Read;
import io.fleetman.store.WriteResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Files of one cell that are laid over the deployment's when it is published. They go with the
 * cell: one that is made anew under its name begins without.
 */
public final class Overrides {
  private static final int ATTEMPTS = 5;

  private final OpenFleet fleet;

  /** Of this fleet. */
  public Overrides(OpenFleet fleet) {
    this.fleet = fleet;
  }

  /**
   * How an override is installed; null: as the manifest's rules say for that path, else by the file
   * itself.
   */
  public record Attributes(
      @Nullable FileType type,
      @Nullable String owner,
      @Nullable String group,
      @Nullable String mode) {
    /** Nothing said. */
    public static final Attributes NONE = new Attributes(null, null, null, null);

    /**
     * @throws Refusal if the mode is not octal, or the type is a folder
     */
    public Attributes {
      mode = mode == null ? null : Modes.of(mode);
      if (type == FileType.FOLDER) {
        throw new Refusal.Invalid("type: an override is a file: use text, template or binary");
      }
    }
  }

  /** In which state an override is: another one each time it is changed. */
  public static String tag(@Nullable TreeEntry override) {
    if (override == null) {
      return "none";
    }
    return override.deleted() ? "left-out" : Sha256.of(Json.write(override)).substring(0, 24);
  }

  /** Lays a file over the deployment's; it counts from the next publish on. */
  public OverridesDocument set(
      CellRef cell, RelativePath path, Path file, Attributes attributes, @Nullable String reason) {
    return set(cell, path, file, attributes, null, reason);
  }

  /**
   * The same, for whoever has seen what is there.
   *
   * @param seen its {@link #tag}; null: whatever is there
   * @throws Refusal.Conflict if it is in another state now
   */
  public OverridesDocument set(
      CellRef cell,
      RelativePath path,
      Path file,
      Attributes attributes,
      @Nullable String seen,
      @Nullable String reason) {
    CellDocument document = cell(cell);
    Read<OverridesDocument> read = read(cell);
    check(document, path, read, seen);
    LocalFile local = local(path, file);
    TreeEntry entry = attributed(document, path, HashedTree.entry(local), attributes);
    String key = Keys.overrideFile(cell, fleet.newId(), path);
    new ByteUpload(fleet.objects(), UploadListener.NONE).put(local, entry, key);
    fleet.passed(KillPoint.OVERRIDE_SENT);
    return swap(document, read, path, entry.at(key), seen, reason);
  }

  /** Leaves the deployment's file of this path out on this cell. */
  public OverridesDocument hide(CellRef cell, RelativePath path, @Nullable String reason) {
    return hide(cell, path, null, reason);
  }

  /** The same, for whoever has seen what is there. */
  public OverridesDocument hide(
      CellRef cell, RelativePath path, @Nullable String seen, @Nullable String reason) {
    CellDocument document = cell(cell);
    TreeEntry hidden = new TreeEntry(FileType.BINARY, null, 0, null, null, null, "0644", true);
    return swap(document, read(cell), path, hidden, seen, reason);
  }

  /** Takes an override away, so that the deployment's file counts again. */
  public OverridesDocument remove(CellRef cell, RelativePath path, @Nullable String reason) {
    return remove(cell, path, null, reason);
  }

  /** The same, for whoever has seen what is there. */
  public OverridesDocument remove(
      CellRef cell, RelativePath path, @Nullable String seen, @Nullable String reason) {
    CellDocument document = cell(cell);
    Read<OverridesDocument> read = read(cell);
    if (!files(document, read).containsKey(path)) {
      throw new Refusal.NotFound(
          "cell "
              + cell
              + " has no override '"
              + path
              + "': see 'fleetman override list "
              + cell
              + "'");
    }
    return swap(document, read, path, null, seen, reason);
  }

  /** The cell's overrides, if it ever had any. */
  public Optional<OverridesDocument> list(CellRef cell) {
    CellDocument document = new Cells(fleet).find(cell).orElse(null);
    return read(cell).found().filter(o -> document == null || o.isOf(document.uid()));
  }

  private CellDocument cell(CellRef cell) {
    return new Cells(fleet).get(cell);
  }

  private TreeEntry attributed(
      CellDocument cell, RelativePath path, TreeEntry raw, Attributes wanted) {
    TreeEntry byRules =
        fleet
            .documents()
            .read(Keys.manifest(cell.manifest()), ManifestDocument.class)
            .found()
            .map(m -> new FileRules(m.spec().files()).apply(path, raw))
            .orElse(raw);
    return new TreeEntry(
        wanted.type() == null ? byRules.type() : wanted.type(),
        null,
        raw.size(),
        raw.sha256(),
        wanted.owner() == null ? byRules.owner() : wanted.owner(),
        wanted.group() == null ? byRules.group() : wanted.group(),
        wanted.mode() == null ? byRules.mode() : wanted.mode(),
        false);
  }

  private static LocalFile local(RelativePath path, Path file) {
    if (!Files.isRegularFile(file)) {
      throw new Refusal.NotFound("there is no file " + file);
    }
    try {
      return new LocalFile(path, file, false, Files.size(file), LocalFile.isExecutable(file));
    } catch (IOException e) {
      throw new Refusal.Invalid(file + " cannot be read: " + e.getMessage());
    }
  }

  private Read<OverridesDocument> read(CellRef cell) {
    return fleet.documents().read(Keys.overrides(cell), OverridesDocument.class);
  }

  private static SortedMap<RelativePath, TreeEntry> files(
      CellDocument cell, Read<OverridesDocument> read) {
    return read.found()
        .filter(o -> o.isOf(cell.uid()))
        .map(OverridesDocument::files)
        .orElse(Collections.emptySortedMap());
  }

  private static @Nullable String swept(Read<OverridesDocument> read) {
    return read.found().map(OverridesDocument::swept).orElse(null);
  }

  // Of two who change different paths at the same time both succeed, if each has said what it saw;
  // but bytes that were put before a clean-up are never named after it.
  private OverridesDocument swap(
      CellDocument cell,
      Read<OverridesDocument> first,
      RelativePath path,
      @Nullable TreeEntry entry,
      @Nullable String seen,
      @Nullable String reason) {
    Read<OverridesDocument> read = first;
    for (int attempt = 0; ; attempt++) {
      check(cell, path, read, seen);
      SortedMap<RelativePath, TreeEntry> files = new TreeMap<>(files(cell, read));
      if (entry == null) {
        files.remove(path);
      } else {
        files.put(path, entry);
      }
      OverridesDocument next =
          new OverridesDocument(files, cell.uid(), swept(read), fleet.author(reason));
      switch (fleet
          .documents()
          .replace(Keys.overrides(cell.ref()), next, OverridesDocument.class, read)) {
        case WriteResult.Written<OverridesDocument> _ -> {
          return next;
        }
        case WriteResult.Lost<OverridesDocument> lost -> {
          if (seen == null || attempt == ATTEMPTS) {
            throw new Refusal.Conflict(
                "the overrides of "
                    + cell.ref()
                    + " were changed by somebody else at the same time: look at them, then try"
                    + " again");
          }
          read = lost.current();
          if (!Objects.equals(swept(first), swept(read))) {
            throw new Refusal.Conflict(
                "the overrides of "
                    + cell.ref()
                    + " were cleaned up at the same time, and with them what was being put: try"
                    + " again");
          }
        }
      }
    }
  }

  private static void check(
      CellDocument cell, RelativePath path, Read<OverridesDocument> read, @Nullable String seen) {
    if (seen != null && !seen.equals(tag(files(cell, read).get(path)))) {
      String by = read.found().map(d -> " by " + d.author().by()).orElse("");
      throw new Refusal.Conflict(
          "override '"
              + path
              + "' of "
              + cell.ref()
              + " was changed"
              + by
              + " after you looked at it: compare, then decide again");
    }
  }
}
