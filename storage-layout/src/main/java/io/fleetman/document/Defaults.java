package io.fleetman.document;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What stands for a field that a document leaves out; readers hand nulls to the constructors. */
public final class Defaults {
  private Defaults() {}

  /** The value, or the fallback for null. */
  public static <T> T or(@Nullable T value, T fallback) {
    return value == null ? fallback : value;
  }

  /** An unchangeable copy; empty for null. */
  public static <T> List<T> list(@Nullable List<T> value) {
    return value == null ? List.of() : List.copyOf(value);
  }

  /** An unchangeable sorted copy; empty for null. */
  public static Map<String, String> map(@Nullable Map<String, String> value) {
    return value == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(value));
  }

  /** An unchangeable sorted copy; empty for null. */
  public static <K extends Comparable<? super K>, V> SortedMap<K, V> sorted(
      @Nullable Map<K, V> value) {
    return value == null
        ? Collections.emptySortedMap()
        : Collections.unmodifiableSortedMap(new TreeMap<>(value));
  }
}
