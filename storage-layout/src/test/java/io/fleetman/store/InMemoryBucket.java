package io.fleetman.store;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What stores of several prefixes share: the objects, under full keys, and the store's clock. */
final class InMemoryBucket {
  // The order of keys in a listing is that of their UTF-8 bytes, not of Java's chars.
  private static final Comparator<String> BYTES =
      (a, b) ->
          Arrays.compareUnsigned(
              a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));

  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Held(byte[] body, ETag etag, Instant lastModified) {}

  final InstantSource clock;
  private final NavigableMap<String, Held> objects = new TreeMap<>(BYTES);

  InMemoryBucket(InstantSource clock) {
    this.clock = clock;
  }

  /** Stores tell whole seconds, in Date and in Last-Modified. */
  Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS);
  }

  synchronized @Nullable Held get(String key) {
    return objects.get(key);
  }

  /** Puts what {@code change} makes of the object that is there; null from it changes nothing. */
  synchronized boolean change(String key, UnaryOperator<@Nullable Held> change) {
    Held before = objects.get(key);
    Held after = change.apply(before);
    if (after == null) {
      return false;
    }
    if (before == null) {
      refuseFolderClash(key);
    }
    objects.put(key, after);
    return true;
  }

  synchronized void remove(String key) {
    objects.remove(key);
  }

  /** Every key that begins with {@code prefix} and comes after {@code after}, with its object. */
  synchronized List<java.util.Map.Entry<String, Held>> from(String prefix, @Nullable String after) {
    List<java.util.Map.Entry<String, Held>> found = new ArrayList<>();
    for (var entry : objects.tailMap(prefix, true).entrySet()) {
      if (!entry.getKey().startsWith(prefix)) {
        break;
      }
      if (after == null || BYTES.compare(entry.getKey(), after) > 0) {
        found.add(java.util.Map.entry(entry.getKey(), entry.getValue()));
      }
    }
    return found;
  }

  // Some stores cannot hold "a" and "a/b" side by side, so no key of Fleetman may ask for it.
  private void refuseFolderClash(String key) {
    String below = objects.ceilingKey(key + "/");
    if (below != null && below.startsWith(key + "/")) {
      throw new StoreException.Rejected(
          "PUT " + key + ": it is a folder of " + below + ", which not every store can hold", null);
    }
    for (int slash = key.indexOf('/'); slash >= 0; slash = key.indexOf('/', slash + 1)) {
      if (objects.containsKey(key.substring(0, slash))) {
        throw new StoreException.Rejected(
            "PUT " + key + ": " + key.substring(0, slash) + " is an object, not a folder", null);
      }
    }
  }
}
