package io.fleetman.store;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What stores of several prefixes share: the objects, under full keys, and the store's clock. */
final class InMemoryBucket {
  // The order of keys in a listing is that of their UTF-8 bytes, which is that of code points, and
  // not of Java's chars.
  private static final Comparator<String> BYTES = InMemoryBucket::byCodePoints;

  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Held(byte[] body, ETag etag, Instant lastModified) {}

  final InstantSource clock;
  private final NavigableMap<String, Held> objects = new TreeMap<>(BYTES);

  private static int byCodePoints(String a, String b) {
    int least = Math.min(a.length(), b.length());
    for (int i = 0; i < least; i++) {
      if (a.charAt(i) != b.charAt(i)) {
        // Within a pair the first halves are equal here, so the second ones decide.
        boolean pair = Character.isSurrogate(a.charAt(i)) && Character.isSurrogate(b.charAt(i));
        return pair
            ? Character.compare(a.charAt(i), b.charAt(i))
            : Integer.compare(a.codePointAt(i), b.codePointAt(i));
      }
    }
    return Integer.compare(a.length(), b.length());
  }

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

  /** Goes through the keys that begin with {@code prefix} and come after {@code after}. */
  synchronized void from(
      String prefix, @Nullable String after, Predicate<Map.Entry<String, Held>> goesOn) {
    boolean begins = after == null || BYTES.compare(after, prefix) < 0;
    for (Map.Entry<String, Held> entry :
        objects.tailMap(begins ? prefix : String.valueOf(after), begins).entrySet()) {
      if (!entry.getKey().startsWith(prefix) || !goesOn.test(entry)) {
        return;
      }
    }
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
