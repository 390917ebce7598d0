package io.fleetman.controller.portal.deployment;

import io.fleetman.controller.console.Human;
import io.fleetman.controller.tree.TreeTag;
import io.fleetman.document.FileType;
import io.fleetman.document.TreeEntry;
import io.fleetman.layout.RelativePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One folder of a tree, or what a search in it finds: a tree of thousands of files is walked, not
 * shown at once. Pure.
 *
 * @param folder whose content is shown; empty for the root
 * @param crumbs the folders above, from the root's first, with their paths
 * @param q what is searched for in all paths; empty: nothing
 * @param rows folders first
 * @param hidden how many more the search found than are shown
 */
public record FileBrowser(String folder, List<Crumb> crumbs, String q, List<Row> rows, int hidden) {
  private static final int MOST = 500;

  /** A folder on the way. */
  public record Crumb(String name, String path) {}

  /**
   * A file or a folder.
   *
   * @param folder whether one walks into it
   * @param name as it is shown here
   * @param note what there is to say beside it: how many files a folder has, a file's kind
   * @param sha256 empty for a folder
   * @param mode octal; empty for a folder that only its files make
   * @param tag the {@link TreeTag} of it, and of all that is below it
   */
  public record Row(
      boolean folder,
      String name,
      String path,
      String note,
      String size,
      String sha256,
      String mode,
      String tag) {
    /** What it is in words, for somebody who is told that it changed. */
    public String words() {
      return folder
          ? note + (size.isEmpty() ? "" : ", " + size)
          : size + ", mode " + mode + ", sha256 " + hash();
    }

    /** The beginning of the hash. */
    public String hash() {
      return sha256.isEmpty() ? "" : sha256.substring(0, 12);
    }
  }

  private static final class Sum {
    private final TreeTag tag = new TreeTag();
    private int files;
    private long bytes;

    Sum and(RelativePath path, TreeEntry entry) {
      tag.add(path, entry);
      files += entry.type() == FileType.FOLDER ? 0 : 1;
      bytes += entry.size();
      return this;
    }
  }

  /** Of a tree. */
  public static FileBrowser of(SortedMap<RelativePath, TreeEntry> files, String folder, String q) {
    return q.isEmpty() ? level(files, folder) : search(files, folder, q);
  }

  private static FileBrowser level(SortedMap<RelativePath, TreeEntry> files, String folder) {
    String prefix = folder.isEmpty() ? "" : folder + "/";
    Map<String, Sum> folders = new TreeMap<>();
    List<Row> rows = new ArrayList<>();
    files.forEach(
        (path, entry) -> {
          if (!path.value().startsWith(prefix)) {
            return;
          }
          String rest = path.value().substring(prefix.length());
          int slash = rest.indexOf('/');
          if (slash >= 0) {
            var _ =
                folders.computeIfAbsent(rest.substring(0, slash), _ -> new Sum()).and(path, entry);
          } else if (entry.type() == FileType.FOLDER) {
            var _ = folders.computeIfAbsent(rest, _ -> new Sum()).and(path, entry);
          } else {
            rows.add(file(rest, path, entry));
          }
        });
    List<Row> all = new ArrayList<>();
    folders.forEach(
        (name, sum) ->
            all.add(
                new Row(
                    true,
                    name,
                    prefix + name,
                    Human.count(sum.files, "file"),
                    Human.bytes(sum.bytes),
                    "",
                    "",
                    sum.tag.text())));
    all.addAll(rows);
    int hidden = Math.max(0, all.size() - MOST);
    return new FileBrowser(folder, crumbs(folder), "", all.stream().limit(MOST).toList(), hidden);
  }

  private static FileBrowser search(
      SortedMap<RelativePath, TreeEntry> files, String folder, String q) {
    String wanted = q.toLowerCase(Locale.ROOT);
    List<Row> found =
        files.entrySet().stream()
            .filter(e -> e.getKey().value().toLowerCase(Locale.ROOT).contains(wanted))
            .map(e -> file(e.getKey().value(), e.getKey(), e.getValue()))
            .toList();
    return new FileBrowser(
        folder,
        crumbs(folder),
        q,
        found.stream().limit(MOST).toList(),
        Math.max(0, found.size() - MOST));
  }

  private static Row file(String name, RelativePath path, TreeEntry entry) {
    String sha256 = entry.sha256();
    TreeTag tag = new TreeTag();
    tag.add(path, entry);
    return new Row(
        entry.type() == FileType.FOLDER,
        name,
        path.value(),
        entry.type() == FileType.TEMPLATE ? "template" : "",
        entry.type() == FileType.FOLDER ? "" : Human.bytes(entry.size()),
        sha256 == null ? "" : sha256,
        entry.mode(),
        entry.type() == FileType.FOLDER ? "" : tag.text()); // a search finds folders by themselves
  }

  /** What stands at a path in words, as its row has it; that there is nothing, if so. */
  static String words(SortedMap<RelativePath, TreeEntry> files, RelativePath path) {
    int slash = path.value().lastIndexOf('/');
    return level(files, slash < 0 ? "" : path.value().substring(0, slash)).rows().stream()
        .filter(row -> row.path().equals(path.value()))
        .map(Row::words)
        .findFirst()
        .orElse("it is not there any more");
  }

  private static List<Crumb> crumbs(String folder) {
    List<Crumb> crumbs = new ArrayList<>();
    for (int at = 0; at < folder.length(); ) {
      int slash = folder.indexOf('/', at);
      int end = slash < 0 ? folder.length() : slash;
      crumbs.add(new Crumb(folder.substring(at, end), folder.substring(0, end)));
      at = end + 1;
    }
    return crumbs;
  }
}
