package io.fleetman.e2e.fault;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Figures over time, and whether they grow. */
final class Samples {
  /**
   * One figure.
   *
   * @param name as the table calls it
   * @param slack by how much the last quarter's mean may exceed the first quarter's, beside a
   *     tenth; as much as it likes for what is kept for ever
   */
  record Figure(String name, long slack) {}

  private final List<Figure> figures;
  private final List<long[]> rows = new ArrayList<>();

  Samples(Figure... figures) {
    this.figures = List.of(figures);
  }

  /** The figures of one moment, in their order; returns them as a line. */
  String add(long... values) {
    if (values.length != figures.size()) {
      throw new IllegalArgumentException(values.length + " values for " + figures.size());
    }
    rows.add(values.clone());
    return String.join(",", Arrays.stream(values).mapToObj(Long::toString).toList());
  }

  /** The names, as a line. */
  String names() {
    return String.join(",", figures.stream().map(Figure::name).toList());
  }

  /** Those that grew. */
  List<String> grown() {
    List<String> grown = new ArrayList<>();
    for (int i = 0; i < figures.size(); i++) {
      double first = mean(i, 0, quarter());
      double last = mean(i, rows.size() - quarter(), rows.size());
      if (last > first * 1.1 + figures.get(i).slack()) {
        grown.add(figures.get(i).name());
      }
    }
    return grown;
  }

  /** Mean of each quarter and the highest value, in Markdown. */
  String table() {
    StringBuilder table =
        new StringBuilder(
            "| | 1st quarter | 2nd | 3rd | 4th | highest |\n|---|---|---|---|---|---|\n");
    for (int i = 0; i < figures.size(); i++) {
      int figure = i;
      table.append("| ").append(figures.get(i).name());
      for (int q = 0; q < 4; q++) {
        int from = q * rows.size() / 4;
        int to = Math.max(from + 1, (q + 1) * rows.size() / 4);
        table.append(String.format(Locale.ROOT, " | %,.0f", mean(i, from, to)));
      }
      long highest = rows.stream().mapToLong(r -> r[figure]).max().orElse(0);
      table.append(String.format(Locale.ROOT, " | %,d |%n", highest));
    }
    return table.toString();
  }

  private int quarter() {
    return Math.max(1, rows.size() / 4);
  }

  private double mean(int figure, int from, int to) {
    return rows.subList(Math.max(0, from), Math.min(to, rows.size())).stream()
        .mapToLong(r -> r[figure])
        .average()
        .orElse(0);
  }
}
