package io.fleetman.controller.console;

import io.fleetman.controller.console.Paint.Style;
import java.util.ArrayList;
import java.util.List;

/** Rows in aligned columns; a column that is empty in every row is left out. */
public final class Table {
  private static final String GAP = "  ";

  private final List<String> headers;
  private final List<List<Cell>> rows = new ArrayList<>();

  /**
   * One cell.
   *
   * @param text on one line
   * @param style how it looks
   */
  public record Cell(String text, Style style) {
    /** Puts it on one line. */
    public Cell {
      text = text.replaceAll("\\s*\\R\\s*", " ");
    }

    /** Plain text. */
    public static Cell of(Object text) {
      return new Cell(String.valueOf(text), Style.PLAIN);
    }
  }

  /** With these columns. */
  public Table(String... headers) {
    this.headers = List.of(headers);
  }

  /** Adds a row of {@link Cell}s, or of anything else as plain text. */
  public Table row(Object... cells) {
    if (cells.length != headers.size()) {
      throw new IllegalArgumentException(
          "a row of " + cells.length + " for " + headers.size() + " columns");
    }
    List<Cell> row = new ArrayList<>();
    for (Object cell : cells) {
      row.add(cell instanceof Cell c ? c : Cell.of(cell));
    }
    rows.add(row);
    return this;
  }

  /** Whether there is nothing to show. */
  public boolean isEmpty() {
    return rows.isEmpty();
  }

  /** The lines, the headers first. */
  public List<String> lines(Paint paint) {
    List<Integer> columns = new ArrayList<>();
    int[] width = new int[headers.size()];
    for (int c = 0; c < headers.size(); c++) {
      boolean used = false;
      width[c] = length(headers.get(c));
      for (List<Cell> row : rows) {
        used |= !row.get(c).text().isEmpty();
        width[c] = Math.max(width[c], length(row.get(c).text()));
      }
      if (used || rows.isEmpty()) {
        columns.add(c);
      }
    }
    List<String> lines = new ArrayList<>();
    lines.add(
        line(columns, width, headers.stream().map(h -> new Cell(h, Style.DIM)).toList(), paint));
    for (List<Cell> row : rows) {
      lines.add(line(columns, width, row, paint));
    }
    return lines;
  }

  private static String line(List<Integer> columns, int[] width, List<Cell> row, Paint paint) {
    StringBuilder line = new StringBuilder();
    int gap = 0;
    for (int c : columns) {
      Cell cell = row.get(c);
      if (!cell.text().isEmpty()) {
        line.append(" ".repeat(gap)).append(paint.as(cell.style(), cell.text()));
        gap = 0;
      }
      gap += width[c] - length(cell.text()) + GAP.length();
    }
    return line.toString();
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }
}
