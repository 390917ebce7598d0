package io.fleetman.benchmarks;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What was asked for.
 *
 * @param table {@code fetch}, {@code publish}, {@code footprint}, {@code portal} or {@code jobs}
 * @param runs of each contestant; 0: as many as the table thinks right
 * @param store {@code embedded} or {@code minio}
 * @param only rows whose name holds it; null for all
 * @param small whether to try the harness with a tenth of the sizes
 * @param work where everything is kept meanwhile
 */
record Options(
    String table, int runs, String store, @Nullable String only, boolean small, Path work) {
  static Options parse(String[] arguments, Path root) {
    int runs = 0;
    String store = "embedded";
    String only = null;
    boolean small = false;
    Path work = root.resolve("benchmarks/target");
    for (int i = 1; i < arguments.length; i++) {
      switch (arguments[i]) {
        case "--runs" -> runs = Integer.parseInt(value(arguments, ++i));
        case "--store" -> store = value(arguments, ++i);
        case "--only" -> only = value(arguments, ++i);
        case "--small" -> small = true;
        case "--work" -> work = Path.of(value(arguments, ++i)).toAbsolutePath();
        default ->
            throw new IllegalArgumentException(
                "unknown option " + arguments[i] + ": see benchmarks/run --help");
      }
    }
    return new Options(arguments[0], runs, store, only, small, work);
  }

  private static String value(String[] arguments, int at) {
    if (at >= arguments.length) {
      throw new IllegalArgumentException(arguments[at - 1] + " needs a value");
    }
    return arguments[at];
  }

  /** How many runs, where the table's own number is {@code usual}. */
  int runs(int usual) {
    return runs > 0 ? runs : usual;
  }

  /** Whether a row is to be measured. */
  boolean wants(String row) {
    return only == null || row.contains(only);
  }

  /** Whether what comes of it belongs in the documentation. */
  boolean whole() {
    return only == null;
  }
}
