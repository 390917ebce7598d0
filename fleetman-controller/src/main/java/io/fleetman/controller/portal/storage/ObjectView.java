package io.fleetman.controller.portal.storage;

import io.fleetman.controller.console.Human;
import io.fleetman.controller.storage.Meaning;
import io.fleetman.store.ETag;
import io.fleetman.store.ListPage;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One object.
 *
 * @param key of it
 * @param crumbs the folders above
 * @param meaning what it is; null if it is none of Fleetman's
 * @param size in words
 * @param at its last write, by the store's clock
 * @param etag its state
 * @param text what it says; null if it is no text, or too long to be shown
 * @param pieces of its text if that is JSON, to be coloured; else empty
 * @param picture whether a browser can draw it
 * @param editing whether it is being edited
 */
public record ObjectView(
    String key,
    List<FolderView.Crumb> crumbs,
    @Nullable Meaning meaning,
    String size,
    Instant at,
    String etag,
    @Nullable String text,
    List<JsonColours.Piece> pieces,
    boolean picture,
    boolean editing) {
  private static final int COLOURED = 128 * 1024;
  private static final Map<String, String> PICTURES =
      Map.of(
          "png", "image/png",
          "jpg", "image/jpeg",
          "jpeg", "image/jpeg",
          "gif", "image/gif",
          "webp", "image/webp",
          "ico", "image/x-icon");

  static ObjectView of(ListPage.Entry entry, ETag etag, @Nullable String text, boolean editing) {
    boolean json = text != null && entry.key().endsWith(".json") && text.length() <= COLOURED;
    return new ObjectView(
        entry.key(),
        FolderView.crumbs(entry.key()),
        Meaning.of(entry.key()).orElse(null),
        Human.bytes(entry.size()),
        entry.lastModified(),
        etag.value(),
        text,
        json && text != null ? JsonColours.of(text) : List.of(),
        picture(entry.key()),
        editing && text != null);
  }

  /** Its last segment. */
  public String name() {
    return name(key);
  }

  /** Where its bytes are. */
  public String raw() {
    return StorageArea.query("/storage/raw", "key", key);
  }

  /** Where it is shown. */
  public String self() {
    return address(key);
  }

  /** Where it is edited. */
  public String editor() {
    return StorageArea.query("/storage/object", "key", key, "edit", "1");
  }

  static String address(String key) {
    return StorageArea.query("/storage/object", "key", key);
  }

  static String name(String key) {
    return key.substring(key.lastIndexOf('/') + 1);
  }

  static boolean picture(String key) {
    return PICTURES.containsKey(extension(key));
  }

  static String type(String key) {
    return PICTURES.getOrDefault(extension(key), "application/octet-stream");
  }

  private static String extension(String key) {
    return key.substring(key.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }
}
