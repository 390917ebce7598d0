package io.fleetman.benchmarks;

import java.io.IOException;
import java.nio.file.Path;

/** {@code benchmarks/run}. */
final class Main {
  private Main() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path root = Path.of(System.getenv("FLEETMAN_BENCH_ROOT"));
    Options options;
    try {
      options = Options.parse(arguments, root);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(2);
      return;
    }
    Report report = new Report();
    try (Yard yard = Yard.open(root, options)) {
      switch (options.table()) {
        case "fetch" -> new FetchTable(yard, options, report).measure();
        case "publish" -> new PublishTable(yard, options, report).measure();
        case "footprint" -> new FootprintTable(yard, options, report, root).measure();
        case "jobs" -> new JobsTable(yard, options, report).measure();
        case "portal" -> new PortalTable(yard, options, report, root).measure();
        default -> throw new IOException("there is no table " + options.table());
      }
    }
    var machine = Machine.facts(options);
    System.out.println();
    System.out.println(report.markdown(machine));
    if (options.whole()) {
      report.write(root, options.table(), machine);
    }
  }
}
