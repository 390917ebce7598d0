package io.fleetman.controller.portal.storage;

import io.fleetman.controller.console.Human;
import io.fleetman.controller.storage.Meaning;
import io.fleetman.store.ListPage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One level of the bucket.
 *
 * @param prefix where; ends in a slash unless it is the top, or somebody jumped to a prefix
 * @param crumbs the folders above
 * @param folders those in it
 * @param objects those in it
 * @param next address of the next page; null if there is no more
 */
public record FolderView(
    String prefix,
    List<Crumb> crumbs,
    List<Folder> folders,
    List<Entry> objects,
    @Nullable String next) {
  /** A folder above. */
  public record Crumb(String name, String address) {}

  /**
   * A folder.
   *
   * @param meaning empty if it is none of Fleetman's
   */
  public record Folder(String name, String address, String meaning) {}

  /**
   * An object.
   *
   * @param meaning empty if it is none of Fleetman's
   */
  public record Entry(String name, String address, String meaning, String size, Instant at) {}

  static FolderView of(String prefix, ListPage page) {
    return new FolderView(
        prefix,
        crumbs(prefix),
        page.folders().stream()
            .map(
                f ->
                    new Folder(
                        f.substring(parent(f).length()),
                        address(f),
                        Meaning.ofFolder(f).orElse("")))
            .toList(),
        page.objects().stream()
            .map(
                o ->
                    new Entry(
                        ObjectView.name(o.key()),
                        ObjectView.address(o.key()),
                        Meaning.of(o.key()).map(Meaning::text).orElse(""),
                        Human.bytes(o.size()),
                        o.lastModified()))
            .toList(),
        page.next() == null
            ? null
            : StorageArea.query("/storage", "prefix", prefix, "from", page.next()));
  }

  /** The folder that uploads go to. */
  public String folder() {
    return prefix.endsWith("/") || prefix.isEmpty() ? prefix : parent(prefix);
  }

  /** Where everything under it is deleted. */
  public String deletion() {
    return StorageArea.query("/storage/delete", "prefix", prefix);
  }

  /** Whether nothing is there. */
  public boolean empty() {
    return folders.isEmpty() && objects.isEmpty();
  }

  static String address(String prefix) {
    return StorageArea.query("/storage", "prefix", prefix);
  }

  static String parent(String key) {
    int slash = key.lastIndexOf('/', key.length() - 2);
    return slash < 0 ? "" : key.substring(0, slash + 1);
  }

  static List<Crumb> crumbs(String key) {
    List<Crumb> crumbs = new ArrayList<>();
    for (int slash = key.indexOf('/'); slash >= 0; slash = key.indexOf('/', slash + 1)) {
      String prefix = key.substring(0, slash + 1);
      crumbs.add(new Crumb(prefix.substring(parent(prefix).length(), slash), address(prefix)));
    }
    return crumbs;
  }
}
