package io.fleetman.controller.support;

import io.fleetman.layout.InvalidNameException;
import io.fleetman.layout.Version;
import io.fleetman.store.ListPage;
import io.fleetman.store.ObjectReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A whole listing, all its pages.
 *
 * @param objects what lies under the prefix
 * @param folders common prefixes, each ending in {@code /}
 * @param storeNow the store's Date at the last page; null if it did not say
 */
public record Listing(
    List<ListPage.Entry> objects, List<String> folders, @Nullable Instant storeNow) {
  /** One level only. */
  public static Listing level(ObjectReader store, String prefix) {
    return read(store, prefix, "/");
  }

  /** Everything below. */
  public static Listing all(ObjectReader store, String prefix) {
    return read(store, prefix, null);
  }

  /** The last segments of the folders. */
  public List<String> folderNames() {
    return folders.stream()
        .map(f -> f.substring(f.lastIndexOf('/', f.length() - 2) + 1, f.length() - 1))
        .toList();
  }

  /** The folders that are named like versions; strangers' are left out. */
  public List<Version> versions() {
    List<Version> versions = new ArrayList<>();
    for (String name : folderNames()) {
      version(name).ifPresent(versions::add);
    }
    return versions;
  }

  private static Optional<Version> version(String name) {
    try {
      return Optional.of(new Version(name));
    } catch (InvalidNameException e) {
      return Optional.empty();
    }
  }

  private static Listing read(ObjectReader store, String prefix, @Nullable String delimiter) {
    List<ListPage.Entry> objects = new ArrayList<>();
    List<String> folders = new ArrayList<>();
    String next = null;
    Instant now = null;
    do {
      ListPage page = store.list(prefix, delimiter, next);
      objects.addAll(page.objects());
      folders.addAll(page.folders());
      next = page.next();
      now = page.storeNow() == null ? now : page.storeNow();
    } while (next != null);
    return new Listing(objects, folders, now);
  }
}
