package io.fleetman.document;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What stands for a field that a document leaves out; readers hand nulls to the constructors. What
 * is null within a list or a map is left out as well.
 */
public final class Defaults {
  private Defaults() {}

  /** The value, or the fallback for null. */
  public static <T> T or(@Nullable T value, T fallback) {
    return value == null ? fallback : value;
  }

  /** An unchangeable copy; empty for null. */
  public static <T> List<T> list(@Nullable List<T> value) {
    if (value == null) {
      return List.of();
    }
    return value.stream().allMatch(Objects::nonNull)
        ? List.copyOf(value)
        : value.stream().filter(Objects::nonNull).toList();
  }

  /** An unchangeable sorted copy; empty for null. */
  public static Map<String, String> map(@Nullable Map<String, String> value) {
    return value == null ? Map.of() : Collections.unmodifiableMap(whole(value));
  }

  /** An unchangeable sorted copy; empty for null. */
  public static <K extends Comparable<? super K>, V> SortedMap<K, V> sorted(
      @Nullable Map<K, V> value) {
    return value == null
        ? Collections.emptySortedMap()
        : Collections.unmodifiableSortedMap(whole(value));
  }

  private static <K extends Comparable<? super K>, V> SortedMap<K, V> whole(Map<K, V> value) {
    SortedMap<K, V> whole = new TreeMap<>(value);
    whole.values().removeIf(Objects::isNull);
    return whole;
  }
}
