package io.fleetman.benchmarks;

import java.util.Collection;
import java.util.List;

/**
 * Of a handful of measurements.
 *
 * @param n how many
 */
record Stats(int n, double min, double median, double max) {
  static Stats of(Collection<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int n = sorted.size();
    double median =
        n % 2 == 1 ? sorted.get(n / 2) : (sorted.get(n / 2 - 1) + sorted.get(n / 2)) / 2;
    return new Stats(n, sorted.getFirst(), median, sorted.getLast());
  }
}
