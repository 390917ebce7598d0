package io.fleetman.controller.support;

import io.fleetman.store.FanOut;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Requests side by side on virtual threads, {@value #BOUND} at once unless the caller says
 * otherwise.
 */
public final class Parallel {
  /** How many run at once. */
  public static final int BOUND = 16;

  /**
   * How many copies within the store run at once: about as many as its client has connections, for
   * a copy is a wait for the store and no work of this machine.
   */
  public static final int COPIES = 64;

  private Parallel() {}

  /** Does the work for each item; after the first failure nothing more is begun. */
  public static <T> void forEach(Collection<T> items, Consumer<T> work) {
    forEach(items, BOUND, work);
  }

  /** The same with a bound of the caller's, where an item costs this machine next to nothing. */
  public static <T> void forEach(Collection<T> items, int bound, Consumer<T> work) {
    FanOut.forEach(items, bound, work);
  }

  /**
   * The work's results in the order of the items. After the first failure nothing more is begun;
   * the failure is thrown once everything that was begun has ended.
   */
  public static <T, R> List<R> map(Collection<T> items, Function<T, R> work) {
    return map(items, BOUND, work);
  }

  /** The same with a bound of the caller's, where each item is work for several requests. */
  public static <T, R> List<R> map(Collection<T> items, int bound, Function<T, R> work) {
    List<T> ordered = List.copyOf(items);
    AtomicReferenceArray<R> results = new AtomicReferenceArray<>(ordered.size());
    FanOut.forEach(
        IntStream.range(0, ordered.size()).boxed().toList(),
        bound,
        i -> results.set(i, work.apply(ordered.get(i))));
    List<R> list = new ArrayList<>(ordered.size());
    for (int i = 0; i < ordered.size(); i++) {
      list.add(Objects.requireNonNull(results.get(i), "work came to nothing"));
    }
    return list;
  }
}
